/// Strings: runs of bytes that need no escape are copied whole.
extension JSONWriter {
  /// Writes a string.
  public mutating func string(_ text: StaticString) {
    text.withUTF8Buffer { quote($0) }
  }

  /// Writes a string.
  public mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { quote($0) }
  }

  /// Writes a string from UTF-8. Each part that is not well formed becomes one U+FFFD.
  public mutating func string(utf8 text: UnsafeRawBufferPointer) {
    text.withMemoryRebound(to: UInt8.self) { quote($0) }
  }

  /// Writes a string from UTF-8. Each part that is not well formed becomes one U+FFFD.
  public mutating func string(utf8 text: ArraySlice<UInt8>) {
    text.withUnsafeBufferPointer { quote($0) }
  }

  private mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
    separate()
    let special = Self.escapePlace(text, from: 0)
    if special == text.count {
      appendQuoted(text)
    } else {
      quote(text, special: special)
    }
  }

  /// Appends a text that needs no escape, with one growth of the buffer.
  @inline(__always)
  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(addingCapacity: text.count + 2) { (output: inout OutputSpan<UInt8>) in
      output.append(UInt8(ascii: "\""))
      output.withUnsafeMutableBufferPointer { buffer, count in
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
        count += rest.initialize(fromContentsOf: text)
      }
      output.append(UInt8(ascii: "\""))
    }
  }

  private mutating func quote(_ text: UnsafeBufferPointer<UInt8>, special first: Int) {
    bytes.append(UInt8(ascii: "\""))
    var copied = 0
    var special = first
    while true {
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<special]))
      guard special < text.count else { break }
      copied = special + writeSpecial(text, at: special)
      special = Self.escapePlace(text, from: copied)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The next place where the text cannot be copied: a byte to be escaped or ill-formed UTF-8.
  @inline(__always)
  private static func escapePlace(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = PlainRun.end(text, from: start)
    while index < text.count, text[index] >= 0x80 {
      let length = UTF8Sequence.measure(text, at: index)
      guard length > 0 else { return index }
      index = PlainRun.end(text, from: index + length)
    }
    return index
  }

  /// Writes what stands for the bytes at `index` and returns how many of them it stands for.
  private mutating func writeSpecial(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let byte = text[index]
    guard byte < 0x80 else {
      append("\u{FFFD}")
      return -UTF8Sequence.measure(text, at: index)
    }
    writeEscape(byte)
    return 1
  }

  private mutating func writeEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      append("u00")
      bytes.append(Self.hexadecimalDigit(byte >> 4))
      bytes.append(Self.hexadecimalDigit(byte & 0x0F))
    }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
