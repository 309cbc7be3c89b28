import JSON
import JSONSchema
import Testing

/// The optional tests of the JSON-Schema-Test-Suite for draft 2020-12: how many of each file pass,
/// and why the others do not. Those of formats run with formats asserted.
struct OptionalSuiteTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let file: String
    let count: Int
    var failing = 0
    var reason = ""

    var testDescription: String { file }
  }

  static let rows: [Row] = [
    Row(file: "anchor.json", count: 4),
    Row(file: "bignum.json", count: 9),
    Row(
      file: "cross-draft.json", count: 1, failing: 1,
      reason: "a reference to a schema of draft 2019-09 is refused: one dialect is supported"),
    Row(file: "dependencies-compatibility.json", count: 36),
    Row(file: "dynamicRef.json", count: 2),
    Row(file: "ecmascript-regex.json", count: 74),
    Row(file: "float-overflow.json", count: 1),
    Row(file: "format-assertion.json", count: 4),
    Row(file: "id.json", count: 3),
    Row(file: "no-schema.json", count: 3),
    Row(file: "non-bmp-regex.json", count: 12),
    Row(file: "refOfUnknownKeyword.json", count: 10),
    Row(file: "unknownKeyword.json", count: 3),
    Row(file: "format/date.json", count: 81),
    Row(file: "format/date-time.json", count: 33),
    Row(file: "format/duration.json", count: 52),
    Row(file: "format/ecmascript-regex.json", count: 12),
    Row(file: "format/email.json", count: 27),
    Row(file: "format/hostname.json", count: 64),
    Row(file: "format/idn-email.json", count: 18),
    Row(file: "format/idn-hostname.json", count: 90),
    Row(file: "format/ipv4.json", count: 41),
    Row(file: "format/ipv6.json", count: 42),
    Row(file: "format/iri.json", count: 24),
    Row(file: "format/iri-reference.json", count: 13),
    Row(file: "format/json-pointer.json", count: 40),
    Row(file: "format/regex.json", count: 8),
    Row(file: "format/relative-json-pointer.json", count: 25),
    Row(file: "format/time.json", count: 47),
    Row(file: "format/unknown.json", count: 7),
    Row(file: "format/uri.json", count: 46),
    Row(file: "format/uri-reference.json", count: 28),
    Row(file: "format/uri-template.json", count: 38),
    Row(file: "format/uuid.json", count: 28),
  ]

  @Test(.disabled(if: Vectors.areAbsent, "the test vectors are absent"), arguments: rows)
  func fileIsAsListed(_ row: Row) throws {
    var options = SchemaOptions()
    options.assertsFormat = row.file.hasPrefix("format/")
    let run = try SuiteRun(file: "optional/\(row.file)", options: options)
    #expect(run.count == row.count)
    #expect(run.failures.count == row.failing, "\(run.failures.joined(separator: "\n"))")
    #expect(row.failing == 0 || !row.reason.isEmpty)
  }

  @Test(.disabled(if: Vectors.areAbsent, "the test vectors are absent"))
  func everyFileIsListed() {
    let files = Vectors.tree("\(Vectors.suite)/optional")
    #expect(Set(files) == Set(Self.rows.map(\.file)))
  }
}
