import AllocationCounter
import JSON
import JSONSchema
import Testing

/// A valid value is found valid without taking anything from the heap, in an optimized build: the
/// debugger's needs take some.
struct AllocationTests {
  private func allocations(_ schema: String, _ value: String) throws -> UInt {
    let compiled = try CompiledSchema(compiling: try JSONDocument(parsing: Array(schema.utf8)))
    let document = try JSONDocument(parsing: Array(value.utf8))
    guard compiled.firstViolation(in: document) == nil else { return UInt.max }
    let before = allocation_count()
    let isValid = compiled.firstViolation(in: document) == nil
    let after = allocation_count()
    #expect(isValid)
    return UInt(after - before)
  }

  /// The counter sees what the thread takes; otherwise the tests below would prove nothing.
  private static let isCounting: Bool = {
    #if DEBUG
      return false
    #else
      return seesWhatIsTaken
    #endif
  }()

  private static let seesWhatIsTaken: Bool = {
    let before = allocation_count()
    let taken = (try? JSONDocument(parsing: Array("[1, 2]".utf8))) != nil
    return taken && allocation_count() > before
  }()

  @Test(
    .enabled(if: isCounting, "allocations are counted in optimized builds"),
    arguments: [
      (
        #"{"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}, "required": ["a"], "additionalProperties": false}"#,
        #"{"a": "x\n"}"#
      ),
      (
        #"{"items": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "maxItems": 5}"#,
        #"["a", null]"#
      ),
      (
        #"{"items": {"oneOf": [{"const": 1}, {"enum": ["a", "b", 2.5, null]}]}}"#,
        #"[1, "a", 2.50, null]"#
      ),
      (
        #"{"items": {"type": "integer", "minimum": 0.5, "maximum": 1e30, "multipleOf": 0.5}}"#,
        "[1, 2.0, 3e2, 12345678901234567890]"
      ),
      (
        ##"{"$defs": {"a": {"properties": {"b": {"$ref": "#/$defs/a"}}}}, "$ref": "#/$defs/a"}"##,
        #"{"b": {"b": {}}}"#
      ),
      (
        #"{"if": {"type": "array"}, "then": {"minItems": 1}, "else": {"not": {"type": "null"}}, "dependentRequired": {"a": ["b"]}}"#,
        #"{"a": 1, "b": 2}"#
      ),
      (#"{"const": {"a": [1, "x"]}, "contains": {"type": "string"}}"#, #"{"a": [1, "x"]}"#),
    ])
  func nothingIsTaken(_ schema: String, _ value: String) throws {
    #expect(try allocations(schema, value) == 0)
  }
}
