import JSON
import JSONSchema
import Testing

/// Schemas of the suite with random parts replaced: whatever comes out compiles or is refused with
/// a place, and whatever compiles answers every value with a line of text or with nothing.
struct MutationTests {
  private static let mutationsPerFile = 40

  private static let snippets = [
    "null", "true", "false", "-1", "1e400", "\"\"", "\"#\"", "\"a\"", "\"^(a+)+$\"", "\"(\"", "[]",
    "{}", "[{}]", "[true, false]", "[\"a\"]", ##"{"$ref": "#"}"##, ##"{"items": {"$ref": "#"}}"##,
    ##"{"$dynamicRef": "#node"}"##, #"{"$id": "x"}"#, #"{"not": {}}"#,
    #"{"unevaluatedProperties": false}"#, #"{"unevaluatedItems": {"type": "string"}}"#,
    #"{"a": {"minimum": 1}}"#, #"{"$anchor": "a", "contains": true}"#,
  ]

  private static let files = Vectors.names(in: Vectors.suite) ?? []

  @Test(.disabled(if: Vectors.areAbsent, "the test vectors are absent"))
  func anySchemaAnswers() throws {
    let counts = try Self.files.map(compiledCount)
    let mutationCount = Self.files.count * Self.mutationsPerFile
    // Enough of either sort to have tried both.
    #expect(mutationCount / 10..<mutationCount * 9 / 10 ~= counts.reduce(0, +))
  }

  private func compiledCount(_ file: String) throws -> Int {
    let document = try #require(try Vectors.document("\(Vectors.suite)/\(file)"))
    let groups = document.elements(document.root).filter {
      document.member($0, "schema").map(document.kind) == .object
    }
    var random = SeededGenerator(seed: UInt64(document.bytes.count))
    return (0..<Self.mutationsPerFile).count { _ in
      guard let group = groups.randomElement(using: &random),
        let schema = document.member(group, "schema")
      else { return false }
      return check(mutated(schema, document, &random), group, document)
    }
  }

  /// The text of a schema in which one or two values are others.
  private func mutated(
    _ schema: Int, _ document: JSONDocument, _ random: inout SeededGenerator
  ) -> [UInt8] {
    let start = document.range(schema).lowerBound
    var text = Array(document.slice(schema))
    let values = Self.values(in: schema, document)
    let chosen = (0..<Int.random(in: 1...2, using: &random))
      .compactMap { _ in values.randomElement(using: &random) }
    var end = text.count
    for node in chosen.sorted(by: >) where document.range(node).upperBound - start <= end {
      let range = document.range(node)
      let snippet = Self.snippets.randomElement(using: &random) ?? "null"
      text.replaceSubrange(
        (range.lowerBound - start)..<(range.upperBound - start), with: snippet.utf8)
      end = range.lowerBound - start
    }
    return text
  }

  private static func values(in node: Int, _ document: JSONDocument) -> [Int] {
    let children =
      document.kind(node) == .object
      ? document.members(node).map(\.value) : Array(document.elements(node))
    return children + children.flatMap { values(in: $0, document) }
  }

  /// Whether the schema compiles.
  private func check(_ schema: [UInt8], _ group: Int, _ document: JSONDocument) -> Bool {
    let text = String(decoding: schema, as: UTF8.self)
    do {
      let compiled = try CompiledSchema(
        compiling: try JSONDocument(parsing: schema), resources: Vectors.remotes)
      for test in document.elements(document.member(group, "tests") ?? group) {
        guard let data = document.member(test, "data"),
          let violation = compiled.firstViolation(in: document, at: data)
        else { continue }
        #expect(
          !violation.text.contains("\n") && violation.text.utf8.count < 2_000, "\(text)")
      }
      return true
    } catch let error as SchemaError {
      #expect(!error.text.isEmpty && !error.text.contains("\n"), "\(text)")
      return false
    } catch {
      Issue.record("\(text): \(error)")
      return false
    }
  }
}
