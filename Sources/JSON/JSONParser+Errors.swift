/// The error texts. Never inlined: they stay out of the way of the parse.
extension JSONParser {
  @inline(never)
  func unexpected(_ wanted: String) -> JSONError {
    guard position < input.count else { return unexpectedEnd(wanted) }
    return JSONError(
      .unexpectedByte, at: position, "expected \(wanted), found \(Self.name(input[position]))")
  }

  @inline(never)
  func unexpectedEnd(_ wanted: String) -> JSONError {
    let text = input.isEmpty ? "the text is empty" : "the text ends where \(wanted) should follow"
    return JSONError(.unexpectedEnd, at: input.count, text)
  }

  @inline(never)
  func invalidNumber(_ complaint: StaticString) -> JSONError {
    JSONError(
      position < input.count ? .invalidNumber : .unexpectedEnd, at: position, "\(complaint)")
  }

  @inline(never)
  func invalidEscape() -> JSONError {
    JSONError(
      .invalidEscape, at: position,
      "a backslash must be followed by one of \"\\/bfnrt or by u and four hexadecimal digits")
  }

  @inline(never)
  func loneSurrogate() -> JSONError {
    JSONError(
      .loneSurrogate, at: position,
      "a \\u escape of half a surrogate pair stands for no character; write both halves")
  }

  @inline(never)
  func controlCharacter() -> JSONError {
    JSONError(
      .controlCharacter, at: position,
      "a control character inside a string must be escaped, found \(Self.name(input[position]))")
  }

  @inline(never)
  func invalidUTF8() -> JSONError {
    JSONError(.invalidUTF8, at: position, "the string is not valid UTF-8")
  }

  @inline(never)
  func tooDeep() -> JSONError {
    JSONError(
      .tooDeep, at: position,
      "arrays and objects are nested deeper than \(limits.effectiveDepth) levels")
  }

  @inline(never)
  func tooLarge() -> JSONError {
    let limit = limits.effectiveBytes
    return JSONError(.tooLarge, at: limit, "the text is longer than \(limit) bytes")
  }

  @inline(never)
  func byteOrderMark() -> JSONError {
    JSONError(.byteOrderMark, at: 0, "the text must not begin with a byte order mark")
  }

  @inline(never)
  func duplicate(_ key: TapeNode) -> JSONError {
    let longest = 64
    let body = UnsafeBufferPointer(rebasing: input[key.body])
    let name = String(decoding: Array(DecodedBytes(body)).prefix(longest), as: UTF8.self)
    return JSONError(
      .duplicateKey, at: Int(key.start), "the key \"\(name)\" stands twice in one object")
  }

  /// A UTF-8 mark, or one of the UTF-16 marks, which would read as stray bytes otherwise.
  var startsWithByteOrderMark: Bool {
    input.starts(with: [0xEF, 0xBB, 0xBF]) || input.starts(with: [0xFE, 0xFF])
      || input.starts(with: [0xFF, 0xFE])
  }

  private static func name(_ byte: UInt8) -> String {
    if byte > 0x20, byte < 0x7F { return "'\(Character(UnicodeScalar(byte)))'" }
    let digits = String(byte, radix: 16, uppercase: true)
    return "byte 0x\(digits.count == 1 ? "0" : "")\(digits)"
  }
}
