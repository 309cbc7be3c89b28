import JSON
import PluginHost
import Testing

@testable import Host

@Suite struct LoggerTests {
  @Test func aLineIsOneJSONObject() throws {
    let line = Logger.json(
      .warning, "two\nlines \u{1}", "lark", ["count": 3, "level": "ignored", "message": "ignored"])
    #expect(!line.contains(UInt8(ascii: "\n")))
    let value = try JSONValue(parsing: line)
    #expect(value["level"]?.string == "warning")
    #expect(value["plugin"]?.string == "lark")
    #expect(value["message"]?.string == "two\nlines \u{1}")
    #expect(value["count"]?.integer == 3)
    #expect(value["time"]?.string?.hasSuffix("Z") == true)
  }

  @Test func aLineForPeopleStaysOneLine() {
    let line = Logger.text(.error, "a\nb\u{1B}[31m", "echo", ["x": "y"])
    #expect(line.allSatisfy { $0 >= 32 && $0 != 127 })
    #expect(String(decoding: line, as: UTF8.self).contains("error [echo] a b"))
  }
}
