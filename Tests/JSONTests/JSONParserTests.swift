import JSON
import Testing

/// What is refused, where, and with which words.
struct JSONParserTests {
  static func error(_ text: String, _ limits: JSONLimits = .default) -> JSONError? {
    error(Array(text.utf8), limits)
  }

  static func error(_ bytes: [UInt8], _ limits: JSONLimits = .default) -> JSONError? {
    do {
      _ = try JSONDocument(parsing: bytes, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  static let faults: [(text: String, code: JSONError.Code, offset: Int, words: String)] = [
    ("", .unexpectedEnd, 0, "the text is empty"),
    ("  ", .unexpectedEnd, 2, "the text ends where a value should follow"),
    ("[1", .unexpectedEnd, 2, #"the text ends where "," or "]" should follow"#),
    (#"{"a""#, .unexpectedEnd, 4, #"the text ends where ":" should follow"#),
    (#"{"a":1"#, .unexpectedEnd, 6, #"the text ends where "," or "}" should follow"#),
    (#""abc"#, .unexpectedEnd, 4, "the text ends where a closing quote should follow"),
    (#""a\"#, .unexpectedEnd, 3, "the text ends where an escape should follow"),
    ("-", .unexpectedEnd, 1, #"a digit must follow "-""#),
    ("[1,]", .unexpectedByte, 3, "expected a value, found ']'"),
    ("[1 2]", .unexpectedByte, 3, #"expected "," or "]", found '2'"#),
    ("[1}", .unexpectedByte, 2, #"expected "," or "]", found '}'"#),
    (#"{"a":1]"#, .unexpectedByte, 6, #"expected "," or "}", found ']'"#),
    (#"{"a":1,}"#, .unexpectedByte, 7, "expected a key in quotes, found '}'"),
    ("{a:1}", .unexpectedByte, 1, "expected a key in quotes, found 'a'"),
    (#"{"a" 1}"#, .unexpectedByte, 5, #"expected ":", found '1'"#),
    ("1 1", .unexpectedByte, 2, "expected the end of the text, found '1'"),
    ("nul", .unexpectedEnd, 3, #"the text ends where "null" should follow"#),
    ("[trUe]", .unexpectedByte, 3, #"expected "true", found 'U'"#),
    ("falsey", .unexpectedByte, 5, "expected the end of the text, found 'y'"),
    ("\u{0}", .unexpectedByte, 0, "expected a value, found byte 0x00"),
    ("[\u{00A0}1]", .unexpectedByte, 1, "expected a value, found byte 0xC2"),
    ("[01]", .invalidNumber, 2, "a number has no leading zero"),
    ("[1.]", .invalidNumber, 3, "a digit must follow the decimal point"),
    ("[1e+]", .invalidNumber, 4, "the exponent needs a digit"),
    ("[-x]", .invalidNumber, 2, #"a digit must follow "-""#),
    ("[\"a\u{1F}b\"]", .controlCharacter, 3, "0x1F"),
    ("[\"a\n\"]", .controlCharacter, 3, "0x0A"),
    (#"["\x"]"#, .invalidEscape, 2, "backslash"),
    (#"["\u12G4"]"#, .invalidEscape, 2, "four hexadecimal digits"),
    (#"["\u12"#, .invalidEscape, 2, "four hexadecimal digits"),
    (#"["ab\uD800"]"#, .loneSurrogate, 4, "write both halves"),
    (#"["\uDC00\uD800"]"#, .loneSurrogate, 2, "write both halves"),
    (#"["\uD800\u0041"]"#, .loneSurrogate, 2, "write both halves"),
    ("\u{FEFF}1", .byteOrderMark, 0, "byte order mark"),
  ]

  @Test(arguments: faults)
  func names(_ text: String, code: JSONError.Code, offset: Int, words: String) throws {
    let error = try #require(Self.error(text))
    #expect(error.code == code)
    #expect(error.offset == offset)
    #expect(error.text.contains(words), "\(error.text)")
    #expect(error.description == "\(error.text) (at byte \(offset))")
  }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
    [0x22, 0xE2, 0x82],
    [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
  ])
  func refusesBytesThatAreNotUTF8(_ bytes: [UInt8]) {
    #expect(Self.error(bytes)?.code == .invalidUTF8)
    #expect(Self.error(bytes)?.offset == 1)
  }

  @Test func neverQuotesAString() throws {
    let error = try #require(Self.error(#"{"password":"hunter2" "hunter2"}"#))
    #expect(!error.description.contains("hunter2"))
  }

  @Test func boundsDepth() {
    let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(Self.error(deep(128)) == nil)
    #expect(Self.error(deep(129))?.code == .tooDeep)
    #expect(Self.error(deep(129))?.offset == 128)
    #expect(Self.error("[[1],[[2]]]", JSONLimits(maximumDepth: 2))?.offset == 6)
    #expect(Self.error("[]", JSONLimits(maximumDepth: -1))?.code == .tooDeep)
    #expect(Self.error("1", JSONLimits(maximumDepth: 0)) == nil)
  }

  @Test func depthHasACeiling() throws {
    let limits = JSONLimits(maximumDepth: .max)
    let deep = { String(repeating: #"{"a":"#, count: $0) + "1" + String(repeating: "}", count: $0) }
    let deepest = try JSONValue(parsing: deep(JSONLimits.deepest), limits: limits)
    #expect(deepest.description == deep(JSONLimits.deepest))
    #expect(Self.error(deep(JSONLimits.deepest + 1), limits)?.code == .tooDeep)
    #expect(Self.error(String(repeating: "[", count: 1_000_000), limits)?.code == .tooDeep)
  }

  @Test func boundsSize() {
    let limits = JSONLimits(maximumBytes: 4)
    #expect(Self.error("1234", limits) == nil)
    #expect(Self.error("123 ", limits) == nil)
    #expect(Self.error("12345", limits)?.code == .tooLarge)
    #expect(Self.error("12345", limits)?.text == "the text is longer than 4 bytes")
    #expect(Self.error("1", JSONLimits(maximumBytes: -1))?.offset == 0)
  }

  @Test func everyCutIsRefusedAtItsEnd() throws {
    let text = Array(#"{"a":[true,-1.5e+3,"x\n\ud83d\ude00é",null,{"b":{}}]}"#.utf8)
    #expect(Self.error(text) == nil)
    for length in 0..<text.count {
      let error = try #require(Self.error(Array(text[..<length])))
      #expect(error.offset <= length)
      #expect([.unexpectedEnd, .invalidEscape, .loneSurrogate, .invalidUTF8].contains(error.code))
    }
  }
}
