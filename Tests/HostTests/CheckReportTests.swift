import JSON
import Testing

@testable import Host

@Suite struct CheckReportTests {
  @Test func oneFailureFailsTheWhole() {
    var report = CheckReport()
    report.add(.passed, "file", "fine")
    report.add(.warning, "exports", "many")
    #expect(!report.hasFailed)
    #expect(report.text.hasSuffix("the plugin passes (1 warnings)\n"))
    report.add(.failed, "tools", "bad")
    #expect(report.hasFailed)
    #expect(report.text.contains("FAILED   tools: bad"))
    #expect(report.json["passed"]?.bool == false)
    #expect(report.json["findings"]?.array?.count == 3)
  }
}
