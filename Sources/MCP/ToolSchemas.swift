import JSON
import JSONSchema

/// What a tool takes and gives, compiled once.
final class ToolSchemas: Sendable {
  /// Why a schema of a tool cannot be used.
  struct Fault: Error {
    let text: String
  }

  /// What the structured content of every result fits, where the tool says so.
  let output: CompiledSchema?
  private let input: CompiledSchema
  /// What is wrong with a call without arguments, which counts as one with `{}`.
  private let faultOfNone: String?

  /// Compiles the schemas of a Tool object.
  init(_ tool: JSONDocument) throws(Fault) {
    guard let schema = tool.member(tool.root, "inputSchema") else {
      throw Fault(text: "\"inputSchema\" is missing")
    }
    let input = try Self.compile(schema, "inputSchema", in: tool)
    if let schema = tool.member(tool.root, "outputSchema") {
      output = try Self.compile(schema, "outputSchema", in: tool)
    } else {
      output = nil
    }
    let nothing = try? JSONDocument(parsing: Array("{}".utf8))
    self.input = input
    faultOfNone = nothing.flatMap { input.firstViolation(in: $0)?.text }
  }

  private static func compile(
    _ schema: JSONDocument.Node, _ name: String, in tool: JSONDocument
  ) throws(Fault) -> CompiledSchema {
    do {
      return try CompiledSchema(compiling: tool, node: schema)
    } catch {
      throw Fault(text: "its \(name) cannot be used: \(error)")
    }
  }

  /// What is wrong with arguments, in one line; nil where they fit. Allocates nothing then.
  func fault(ofArguments node: JSONDocument.Node?, in document: JSONDocument) -> String? {
    guard let node else { return faultOfNone }
    return input.firstViolation(in: document, at: node)?.text
  }
}
