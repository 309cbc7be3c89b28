import JSON
import JSONSchema

/// What became of the tests of one file of the JSON-Schema-Test-Suite.
struct SuiteRun {
  private(set) var count = 0
  /// Each as `description of the group / description of the test`.
  private(set) var failures: [String] = []

  init(file: String, options: SchemaOptions) throws {
    guard let file = try Vectors.document("\(Vectors.suite)/\(file)") else { return }
    for group in file.elements(file.root) { run(group, file, options) }
  }

  private mutating func run(_ group: Int, _ file: JSONDocument, _ options: SchemaOptions) {
    let title = text(group, "description", file)
    guard let schema = file.member(group, "schema"), let tests = file.member(group, "tests") else {
      return
    }
    do {
      // A document of its own, as a plugin's schema is one.
      let schema = try JSONDocument(parsing: Array(file.slice(schema)))
      let compiled = try CompiledSchema(
        compiling: schema, options: options, resources: Vectors.remotes)
      for test in file.elements(tests) { run(test, title, file, compiled) }
    } catch {
      count += file.count(tests)
      failures += file.elements(tests).map {
        "\(title) / \(text($0, "description", file)): \(error)"
      }
    }
  }

  private mutating func run(
    _ test: Int, _ title: String, _ file: JSONDocument, _ schema: CompiledSchema
  ) {
    count += 1
    guard let data = file.member(test, "data") else { return }
    let expected = file.member(test, "valid").flatMap(file.bool) ?? false
    let violation = schema.firstViolation(in: file, at: data)
    let isUsable =
      violation.map { !$0.text.isEmpty && !$0.text.contains("\n") && $0.text.count < 600 } ?? true
    if (violation == nil) != expected || !isUsable {
      failures.append(
        "\(title) / \(text(test, "description", file)): \(violation?.text ?? "accepted")")
    }
  }

  private func text(_ node: Int, _ key: StaticString, _ file: JSONDocument) -> String {
    file.member(node, key).flatMap(file.string) ?? "?"
  }
}
