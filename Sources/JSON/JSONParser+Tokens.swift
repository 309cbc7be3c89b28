/// Strings and numbers.
extension JSONParser {
  /// Reads a string from its opening quote over its closing one. Returns whether it has escapes.
  @inline(__always)
  mutating func scanString() throws(JSONError) -> Bool {
    var hasEscapes = false
    position &+= 1
    while true {
      position = PlainRun.end(input, from: position)
      switch byte {
      case UInt8(ascii: "\""):
        position &+= 1
        return hasEscapes
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try scanEscape()
      case 0x80...:
        try scanMultibyte()
      default:
        throw position < input.count ? controlCharacter() : unexpected("a closing quote")
      }
    }
  }

  private mutating func scanMultibyte() throws(JSONError) {
    while byte >= 0x80 {
      let length = UTF8Sequence.measure(input, at: position)
      guard length > 0 else { throw invalidUTF8() }
      position &+= length
    }
  }

  private mutating func scanEscape() throws(JSONError) {
    guard position + 1 < input.count else { throw unexpectedEnd("an escape") }
    let letter = input[position + 1]
    if letter == UInt8(ascii: "u") { return try scanUnicodeEscape() }
    guard StringEscape.byte(for: letter) != nil else { throw invalidEscape() }
    position += 2
  }

  private mutating func scanUnicodeEscape() throws(JSONError) {
    guard let unit = StringEscape.unit(input, at: position + 2) else { throw invalidEscape() }
    guard !StringEscape.isLowSurrogate(unit) else { throw loneSurrogate() }
    if StringEscape.isHighSurrogate(unit) {
      guard
        position + 7 < input.count, input[position + 6] == UInt8(ascii: "\\"),
        input[position + 7] == UInt8(ascii: "u"),
        let low = StringEscape.unit(input, at: position + 8), StringEscape.isLowSurrogate(low)
      else { throw loneSurrogate() }
      position += 6
    }
    position += 6
  }

  /// Reads a number (RFC 8259 section 6) from its sign or first digit.
  @inline(__always)
  mutating func scanNumber() throws(JSONError) {
    if byte == UInt8(ascii: "-") { position &+= 1 }
    if byte == UInt8(ascii: "0") {
      position &+= 1
      if isDigit(byte) { throw invalidNumber("a number has no leading zero") }
    } else {
      try scanDigits("a digit must follow \"-\"")
    }
    if byte == UInt8(ascii: ".") {
      position &+= 1
      try scanDigits("a digit must follow the decimal point")
    }
    if byte | 0x20 == UInt8(ascii: "e") {
      position &+= 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position &+= 1 }
      try scanDigits("the exponent needs a digit")
    }
  }

  @inline(__always)
  private mutating func scanDigits(_ complaint: StaticString) throws(JSONError) {
    guard isDigit(byte) else { throw invalidNumber(complaint) }
    repeat { position &+= 1 } while isDigit(byte)
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
