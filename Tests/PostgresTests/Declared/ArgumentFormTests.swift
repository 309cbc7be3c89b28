import JSON
import Testing

@testable import Postgres

@Suite struct ArgumentFormTests {
  private static let texts = ArgumentForm.array(of: .scalar, delimiter: 44)

  @Test(
    arguments: [
      (.scalar, #""a'b""#, #"a'b"#), (.scalar, "true", "true"), (.scalar, "false", "false"),
      (.scalar, "12345678901234567890.123456789", "12345678901234567890.123456789"),
      (.scalar, "1e400", "1e400"), (.integer, "7", "7"), (.integer, "7.0", "7"),
      (.integer, "1e3", "1000"), (.integer, "7.5", "7.5"),
      (.integer, "9223372036854775807", "9223372036854775807"),
      (.json, #"{"a": [1, null]}"#, #"{"a":[1,null]}"#), (.json, #""text""#, #""text""#),
      (texts, #"["a", null, "b,\"c\\", "NULL", ""]"#, #"{"a",NULL,"b,\"c\\","NULL",""}"#),
      (texts, "[]", "{}"), (texts, "[1, 2.50, true]", #"{"1","2.50","true"}"#),
      (texts, "[[1], [2]]", #"{{"1"},{"2"}}"#), (texts, #""{a,b}""#, "{a,b}"),
      (.array(of: .json, delimiter: 44), #"[{"a":1}, [2]]"#, #"{"{\"a\":1}","[2]"}"#),
      (.array(of: .scalar, delimiter: 59), #"["(1,1)", "(2,2)"]"#, #"{"(1,1)";"(2,2)"}"#),
    ] as [(ArgumentForm, String, String)])
  func text(_ form: ArgumentForm, _ json: String, _ expected: String) throws {
    #expect(try form.text(of: JSONValue(parsing: json)) == expected)
  }

  @Test(arguments: [ArgumentForm.scalar, .integer, .json, texts])
  func nullIsNull(_ form: ArgumentForm) throws {
    #expect(try form.text(of: .null) == nil)
  }

  @Test(
    arguments: [
      (.scalar, "[1]", "array"), (.integer, "[1]", "array"), (.scalar, "{}", "object"),
      (texts, "{}", "object"), (texts, #"[{"a": 1}]"#, "object"),
      (.scalar, #""a\u0000b""#, "U+0000"), (texts, #"["\u0000"]"#, "U+0000"),
    ] as [(ArgumentForm, String, String)])
  func refused(_ form: ArgumentForm, _ json: String, _ reason: String) throws {
    let value = try JSONValue(parsing: json)
    let fault = #expect(throws: ArgumentForm.Fault.self) { try form.text(of: value) }
    #expect(fault?.text.contains(reason) == true)
  }
}
