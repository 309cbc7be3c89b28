import JSON
import JSONSchema
import Testing

/// A schema and values written as text.
struct Schema {
  let compiled: CompiledSchema

  init(
    _ text: String, options: SchemaOptions = .default, resources: [String: String] = [:]
  ) throws {
    compiled = try CompiledSchema(
      compiling: try JSONDocument(parsing: Array(text.utf8), limits: Self.limits),
      options: options,
      resources: resources.mapValues { try JSONDocument(parsing: Array($0.utf8)) })
  }

  private static let limits = JSONLimits(maximumDepth: 1_000)

  /// What is wrong with a value; nil where it is valid.
  func violation(_ value: String) throws -> Violation? {
    compiled.firstViolation(
      in: try JSONDocument(parsing: Array(value.utf8), limits: Self.limits))
  }

  /// The text of the violation; nil where the value is valid.
  func text(_ value: String) throws -> String? { try violation(value)?.text }

  /// The error that compiling a schema ends with; nil where it compiles.
  static func error(
    _ text: String, options: SchemaOptions = .default, resources: [String: String] = [:]
  ) throws -> SchemaError? {
    do {
      _ = try Schema(text, options: options, resources: resources)
      return nil
    } catch let error as SchemaError {
      return error
    }
  }
}
