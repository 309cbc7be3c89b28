import JSON
import JSONSchema
import Testing

/// The required tests of the JSON-Schema-Test-Suite for draft 2020-12.
struct RequiredSuiteTests {
  static let files = Vectors.names(in: Vectors.suite) ?? []

  @Test(
    .disabled(if: Vectors.areAbsent, "the test vectors are absent"), arguments: files)
  func fileIsPassed(_ file: String) throws {
    let run = try SuiteRun(file: file, options: .default)
    #expect(run.count > 0)
    #expect(run.failures.isEmpty, "\(run.failures.joined(separator: "\n"))")
  }

  @Test(.disabled(if: Vectors.areAbsent, "the test vectors are absent"))
  func allAreThere() throws {
    let count = try Self.files.reduce(0) { try $0 + SuiteRun(file: $1, options: .default).count }
    #expect(count == 1_299)
  }
}
