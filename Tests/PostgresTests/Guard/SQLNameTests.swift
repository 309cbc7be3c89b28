import Testing

@testable import Postgres

@Suite struct SQLNameTests {
  private func name(_ text: String, escape: Character = "\\") throws -> String? {
    let bytes = Array(text.utf8)
    var lexer = SQLLexer(bytes)
    let token = try #require(try lexer.next())
    let escape = try #require(escape.asciiValue)
    return SQLName.of(token, in: bytes, escape: escape)
  }

  @Test(arguments: [
    ("Pg_Sleep", "pg_sleep"), (#""Pg_Sleep""#, "Pg_Sleep"), (#""a""b""#, #"a"b"#),
    (#""""""#, #"""#), ("ÄB", "Äb"), (#"U&"\0070g_sleep""#, "pg_sleep"),
    (#"u&"\+000070g_sleep""#, "pg_sleep"), (#"U&"a\\b""#, #"a\b"#), (#"U&"A""b""#, #"A"b"#),
    (#"U&"\D83D\DE00""#, "😀"), ("a$1", "a$1"),
  ])
  func spellings(_ text: String, _ wanted: String) throws { #expect(try name(text) == wanted) }

  @Test func anotherEscapeCharacter() throws {
    #expect(try name(#"U&"!0070g\_sleep!!""#, escape: "!") == #"pg\_sleep!"#)
  }

  @Test(arguments: [
    #"U&"\007""#, #"U&"\00zz""#, #"U&"\D83D""#, #"U&"\D83Dx""#, #"U&"\DE00""#, #"U&"\0000""#,
    #"U&"\+110000""#, #"U&"\D83D\\""#, #"U&"a\""#,
  ])
  func escapesThatTheServerRefuses(_ text: String) throws { #expect(try name(text) == nil) }

  @Test func longNamesAreCutAsTheServerCutsThem() throws {
    let long = String(repeating: "a", count: 62)
    #expect(try name(long + "bcd") == long + "b")
    #expect(try name(long + "é") == long)
    #expect(try name("\"\(long)bcd\"") == long + "b")
    #expect(try name("U&\"\(long)\\0062cd\"") == long + "b")
  }
}
