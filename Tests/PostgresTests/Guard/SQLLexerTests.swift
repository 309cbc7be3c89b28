import Testing

@testable import Postgres

@Suite struct SQLLexerTests {
  private func kinds(_ text: String) throws -> [SQLToken.Kind] {
    var lexer = SQLLexer(Array(text.utf8))
    var found: [SQLToken.Kind] = []
    while let token = try lexer.next() { found.append(token.kind) }
    return found
  }

  private func pieces(_ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    var lexer = SQLLexer(bytes)
    var found: [String] = []
    while let token = try lexer.next() {
      found.append(String(decoding: bytes[token.range], as: UTF8.self))
    }
    return found
  }

  @Test(arguments: [
    ("'a''b' c", ["'a''b'", "c"]),
    (#"'a\' b"#, [#"'a\'"#, "b"]),
    (#"E'a\' b' c"#, [#"E'a\' b'"#, "c"]),
    (#"e'a\\' b"#, [#"e'a\\'"#, "b"]),
    (#"e'a''b\'' c"#, [#"e'a''b\''"#, "c"]),
    (#"xe'a\' b"#, ["xe", #"'a\'"#, "b"]),
    (#"n'a\' b"#, [#"n'a\'"#, "b"]),
    ("B'01' 0", ["B'01'", "0"]),
    ("X'1F' x", ["X'1F'", "x"]),
    (#"U&'a\' b"#, [#"U&'a\'"#, "b"]),
    (#"u&"a""b" c"#, [#"u&"a""b""#, "c"]),
    (#"u &"a""#, ["u", "&", #""a""#]),
    (#"xu&"a""#, ["xu", "&", #""a""#]),
    (#""a""b'" c"#, [#""a""b'""#, "c"]),
  ])
  func quotes(_ text: String, _ wanted: [String]) throws { #expect(try pieces(text) == wanted) }

  @Test(arguments: [
    ("'a'\n'b'", 1), ("'a' \t\n\n 'b'", 1), ("'a' -- x\n'b'", 1), ("'a'\n-- x\n'b'", 1),
    ("'a'\r'b'", 1), ("'a' 'b'", 2), ("'a' /* \n */ 'b'", 2), ("'a'\n/**/'b'", 2),
    ("E'a'\n'\\'b'", 1), ("'a'\n'\\' 'b'", 2), ("'a'\nE'b'", 2), ("\"a\"\n\"b\"", 2),
    ("X'1'\n'2'", 1), ("U&'a'\n'b'", 1), ("$$a$$\n'b'", 2),
  ])
  func stringsContinueOnAnotherLineOnly(_ text: String, _ count: Int) throws {
    #expect(try kinds(text).count == count)
  }

  @Test(arguments: [
    ("$$a$b$$ c", ["$$a$b$$", "c"]),
    ("$a$ $$ $b$ $a$ c", ["$a$ $$ $b$ $a$", "c"]),
    ("$a$x$$a$", ["$a$x$$a$"]),
    ("$A$ $a$ $A$", ["$A$ $a$ $A$"]),
    ("$é$ ' $é$", ["$é$ ' $é$"]),
    ("$1$a$ $a$", ["$1", "$a$ $a$"]),
    ("a$b$c$d", ["a$b$c$d"]),
    ("1$a$'$a$", ["1", "$a$'$a$"]),
    ("$12+$3", ["$12", "+", "$3"]),
    ("$a b", ["$", "a", "b"]),
  ])
  func dollars(_ text: String, _ wanted: [String]) throws { #expect(try pieces(text) == wanted) }

  @Test(arguments: [
    ("a--b\nc", ["a", "c"]), ("a--b\rc", ["a", "c"]), ("a--b", ["a"]), ("a/*b*/c", ["a", "c"]),
    ("a/*/*b*/*/c", ["a", "c"]), ("a/*/b*/c", ["a", "c"]), ("a/**/c", ["a", "c"]),
    ("a/***/c", ["a", "c"]), ("a/*'*/c", ["a", "c"]), ("a+/*b*/c", ["a", "+", "c"]),
    ("a+--b\nc", ["a", "+", "c"]), ("a//*b*/c", ["a", "/", "c"]), ("a*/c", ["a", "*/", "c"]),
    ("a-/--b", ["a", "-/"]), ("a @- c", ["a", "@-", "c"]), ("a *- c", ["a", "*", "-", "c"]),
    ("/* -- */ a", ["a"]), ("-- /*\na", ["a"]), ("'/*' a", ["'/*'", "a"]),
  ])
  func comments(_ text: String, _ wanted: [String]) throws { #expect(try pieces(text) == wanted) }

  @Test(arguments: [
    ("1e5", ["1e5"]), ("1e+5x", ["1e+5", "x"]), ("1ex", ["1", "ex"]), ("1.5", ["1.5"]),
    (".5", [".5"]), ("1..2", ["1", ".", ".2"]),
    (#"1e'\''"#, ["1", #"e'\''"#]), ("é1", ["é1"]), ("a\u{A0}b", ["a\u{A0}b"]),
    ("a::b", ["a", ":", ":", "b"]), ("a:=b", ["a", ":", "=", "b"]),
    ("a[1:2]", ["a", "[", "1", ":", "2", "]"]),
  ])
  func wordsAndNumbers(_ text: String, _ wanted: [String]) throws {
    #expect(try pieces(text) == wanted)
  }

  @Test(arguments: [
    ("a 'b", SQLTokenError.Reason.string, 2), ("'a'\n'b", .string, 0),
    (#"E'a\'"#, .string, 1), (#"E'a\"#, .string, 1), ("x \"a\"\"", .name, 2),
    ("$a$ $A$", .string, 0), ("$$", .string, 0), ("1 /* /* */", .comment, 2), ("/*/", .comment, 0),
    ("a\0b", .zero, 1),
  ])
  func whatNeverEndsIsAnError(_ text: String, _ reason: SQLTokenError.Reason, _ offset: Int) {
    #expect(throws: SQLTokenError(reason: reason, offset: offset)) { try kinds(text) }
  }

  @Test func kindsOfTokens() throws {
    #expect(
      try kinds(#"a "b" U&"c" 'd' E'e' U&'f' 1 $1 + ( ;"#) == [
        .word, .quotedName, .unicodeName, .string, .string, .string, .number, .parameter, .operator,
        .symbol(UInt8(ascii: "(")), .symbol(UInt8(ascii: ";")),
      ])
  }
}
