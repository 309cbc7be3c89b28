import JSON
import Testing

@testable import JSONSchema

/// All work that grows with the schema or the value is counted, and little enough is done.
struct CostTests {
  /// What a validation takes, in steps, and the steps of its patterns.
  private func cost(_ schema: String, _ value: String) throws -> (steps: Int, patternSteps: Int) {
    var options = SchemaOptions()
    options.baseSteps = 1 << 40
    options.maximumSteps = 1 << 40
    options.patternStepLimit = 1 << 40
    let program = try Schema(schema, options: options).compiled.program
    let document = try JSONDocument(parsing: Array(value.utf8))
    var state = EvaluationState(options: options, byteCount: value.utf8.count)
    _ = Evaluator(program: program, document: document)
      .accepts(program.root, document.root, collecting: false, &state)
    #expect(state.exhausted == nil)
    return (
      state.stepLimit - state.remainingSteps, options.patternStepLimit - state.remainingPatternSteps
    )
  }

  private func steps(_ schema: String, _ value: String) throws -> Int {
    try cost(schema, value).steps
  }

  private func list(_ count: Int, _ element: (Int) -> String) -> String {
    (0..<count).map(element).joined(separator: ",")
  }

  private func array(_ count: Int, _ element: (Int) -> String) -> String {
    "[\(list(count, element))]"
  }

  private func object(_ count: Int, _ member: (Int) -> String) -> String {
    "{\(list(count, member))}"
  }

  @Test func sizeOfAnEnumerationDoesNotMatter() throws {
    let value = array(1_000) { "\($0 % 10).0" }
    let small = try steps("{\"items\": {\"enum\": \(array(10) { "\($0)" })}}", value)
    let large = try steps("{\"items\": {\"enum\": \(array(10_000) { "\($0)" })}}", value)
    #expect(small == large)
    // Each is hashed, and compared with the one that has its hash.
    #expect(small >= 1_000 * 4)
    #expect(small < 1_000 * 10)
  }

  @Test(arguments: [
    #"{"enum": [1.0, {"a": 2e0}, [3], null, true, "x"]}"#,
    #"{"anyOf": [{"const": 1.0}, {"enum": [{"a": 2e0}, [3], null, true, "x"]}]}"#,
  ])
  func enumerationTakesAnySpelling(_ schema: String) throws {
    let schema = try Schema(schema)
    for value in ["1", "10e-1", #"{"\u0061": 20e-1}"#, "[3.00]", "null", "true", #""\u0078""#] {
      #expect(try schema.violation(value) == nil, "\(value)")
    }
    for value in ["2", #"{"a": 3}"#, "[]", "false", "[3, 3]", #"{"b": 2}"#, #""y""#] {
      #expect(try schema.violation(value) != nil, "\(value)")
    }
  }

  /// What reads a whole number, string or container costs what its bytes cost.
  @Test(arguments: [
    #"{"type": "integer"}"#, #"{"minimum": 0.5}"#, #"{"maximum": 1e999999}"#,
    #"{"exclusiveMinimum": 0.5}"#, #"{"exclusiveMaximum": 1e999999}"#, #"{"multipleOf": 0.1}"#,
    #"{"const": 1}"#, #"{"enum": [1]}"#,
  ])
  func longNumbersAreCharged(_ schema: String) throws {
    let number = String(repeating: "9", count: 100_000)
    #expect(try steps(schema, number) >= 100_000 / SchemaOptions.bytesPerStep)
  }

  @Test(arguments: [
    #"{"maxLength": 30000}"#, #"{"minLength": 30000}"#, #"{"enum": ["a"]}"#,
    #"{"const": "a"}"#, #"{"propertyNames": {"maxLength": 30000}}"#, #"{"properties": {"a": {}}}"#,
    #"{"pattern": "^b"}"#,
  ])
  func longStringsAreCharged(_ schema: String) throws {
    let text = "\"" + String(repeating: "a", count: 100_000) + "\""
    let isAboutName = schema.contains("propert")
    let (steps, patternSteps) = try cost(schema, isAboutName ? "{\(text): 1}" : text)
    #expect(steps + patternSteps >= 100_000 / SchemaOptions.bytesPerStep)
  }

  /// A length that the count of bytes decides needs no reading.
  @Test(arguments: [#"{"maxLength": 10}"#, #"{"maxLength": 100000}"#, #"{"minLength": 10}"#])
  func lengthsThatBytesDecideCostNothing(_ schema: String) throws {
    #expect(try steps(schema, "\"" + String(repeating: "a", count: 100_000) + "\"") == 1)
  }

  @Test(arguments: [2, 8, 9, 1_000])
  func uniqueItemsAreChargedByBytes(_ count: Int) throws {
    let long = String(repeating: "a", count: 500)
    let value = array(count) { "\"\(long)\($0)\"" }
    let once = value.utf8.count / SchemaOptions.bytesPerStep
    let steps = try steps(#"{"uniqueItems": true}"#, value)
    #expect(steps >= once)
    #expect(steps < once * 8)
  }

  @Test func largeConstantsAreChargedByBytes() throws {
    let value = object(1_000) { "\"k\($0)\": \($0)" }
    #expect(
      try steps("{\"const\": \(value)}", value)
        >= 2 * value.utf8.count / SchemaOptions.bytesPerStep)
  }

  @Test func membersAreChargedWhereNoSchemaIsAppliedToThem() throws {
    let value = object(1_000) { "\"\($0)\": 1" }
    #expect(try steps(#"{"properties": {"x": true}}"#, value) >= 1_000)
    #expect(try steps(#"{"required": ["1"]}"#, value) >= 1_000)
    let patterns = object(100) { "\"^x\($0)\": true" }
    #expect(try steps("{\"patternProperties\": \(patterns)}", value) >= 100 * 1_000)
  }

  @Test func manyRequiredNamesTakeTwoPasses() throws {
    let value = object(1_000) { "\"\($0)\": 1" }
    let few = try steps("{\"required\": \(array(60) { "\"\($0)\"" })}", value)
    let many = try steps("{\"required\": \(array(1_000) { "\"\($0)\"" })}", value)
    #expect(many < few * 4)
    #expect(try Schema("{\"required\": \(array(1_000) { "\"\($0)\"" })}").violation(value) == nil)
    let text = try Schema("{\"required\": \(array(1_001) { "\"\($0)\"" })}").text(value)
    #expect(text == #"at the root: missing required property "1000""#)
  }

  @Test func everyDependencyIsCharged() throws {
    let value = object(1_000) { "\"\($0)\": 1" }
    let names = array(100) { "\"\($0)\"" }
    let perName = 1_000 / SchemaOptions.bytesPerStep
    #expect(try steps("{\"dependentRequired\": {\"1\": \(names)}}", value) >= 100 * perName)
    let dependencies = object(100) { "\"x\($0)\": true" }
    #expect(try steps("{\"dependentSchemas\": \(dependencies)}", value) >= 100 * perName)
  }

  @Test func notedChildrenAreChargedAtEveryLevel() throws {
    let value = object(1_000) { "\"\($0)\": 1" }
    let chain = list(50) {
      "\"l\($0)\": {\"$ref\": \"#/$defs/l\($0 + 1)\", \"unevaluatedProperties\": false}"
    }
    let schema =
      "{\"$ref\": \"#/$defs/l0\", \"$defs\": {\(chain), \"l50\": {\"items\": {}, "
      + "\"additionalProperties\": true}}}"
    #expect(try steps(schema, value) >= 50 * 1_000 * 2)
  }

  @Test func dynamicScopeIsCharged() throws {
    let levels = list(100) {
      "\"l\($0)\": {\"$id\": \"l\($0)\", \"$ref\": \"l\($0 + 1)\"}"
    }
    let schema =
      "{\"$id\": \"http://x/\", \"$ref\": \"l0\", \"$defs\": {\(levels), \"l100\": "
      + "{\"$id\": \"l100\", \"items\": {\"$dynamicRef\": \"#a\"}, "
      + "\"$defs\": {\"a\": {\"$dynamicAnchor\": \"a\"}}}}}"
    #expect(try steps(schema, array(100) { "\($0)" }) >= 100 * 100)
  }

  @Test(arguments: ["uri", "regex", "email", "date", "idn-hostname", "uri-template"])
  func formatsAreChargedByBytes(_ format: String) throws {
    let count = 10_000
    var options = SchemaOptions()
    options.assertsFormat = true
    options.maximumSteps = count
    let schema = try Schema("{\"format\": \"\(format)\"}", options: options)
    let text = try schema.text("\"" + String(repeating: "a", count: count) + "\"")
    #expect(text?.contains("more than the 10000 steps") == true)
  }

  @Test func propertiesOfCharactersAreCharged() throws {
    let text = "\"" + String(repeating: "漢", count: 1_000) + "\""
    let one = try cost(#"{"pattern": "^[^\\p{Lu}]*$"}"#, text).patternSteps
    let classes = String(repeating: "\\\\p{Lu}", count: 100)
    let hundred = try cost("{\"pattern\": \"^[^\(classes)]*$\"}", text).patternSteps
    #expect(hundred > one + 1_000 * 99)
  }

  /// However a value goes on once the bound is reached, nothing more is looked at.
  @Test func nothingIsDoneAfterABound() throws {
    var options = SchemaOptions()
    options.maximumSteps = 100
    let patterns = object(100) { "\"^x\($0)\": true" }
    let schema = try Schema("{\"patternProperties\": \(patterns)}", options: options)
    let document = try JSONDocument(parsing: Array(object(50) { "\"\($0)\": 1" }.utf8))
    var state = EvaluationState(options: options, byteCount: document.bytes.count)
    let evaluator = Evaluator(program: schema.compiled.program, document: document)
    #expect(!evaluator.accepts(0, document.root, collecting: false, &state))
    #expect(state.exhausted == .steps)
    #expect(state.remainingPatternSteps > options.patternStepLimit - 100)
  }

  @Test func defaultsBoundTheLargestDocuments() throws {
    let state = EvaluationState(options: .default, byteCount: 1 << 40)
    #expect(state.stepLimit == SchemaOptions.default.maximumSteps)
    let alternatives = array(1_000) { "{\"enum\": [\($0), \($0 + 1)]}" }
    let schema = try Schema("{\"items\": {\"not\": {\"anyOf\": \(alternatives)}}}")
    let value = array(10_000) { "\($0 + 2_000)" }
    let limit = SchemaOptions.default.baseSteps + 4 * value.utf8.count
    #expect(
      try schema.text(value)
        == "at the root: the value takes more than the \(limit) steps that are spent on checking it; send a smaller one"
    )
  }
}
