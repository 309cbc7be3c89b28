/// How 2026-07-28 writes any text into a header: as it is where it is printable ASCII without
/// blanks at its ends, and else as `=?base64?` + base64 of its UTF-8 + `?=`.
enum HeaderText {
  private static let prefix: StaticString = "=?base64?"
  private static let suffix: StaticString = "?="

  /// Whether the value has the form of the encoding, so that it cannot stand for itself.
  static func looksEncoded(_ value: ArraySlice<UInt8>) -> Bool {
    value.count >= prefix.utf8CodeUnitCount + suffix.utf8CodeUnitCount
      && value.prefix(prefix.utf8CodeUnitCount).equals(prefix)
      && value.suffix(suffix.utf8CodeUnitCount).equals(suffix)
  }

  /// Whether the value is its own text, character by character, and has nothing to trim.
  static func standsForItself(_ value: ArraySlice<UInt8>) -> Bool {
    guard isPrintable(value), let first = value.first, let last = value.last else { return false }
    let mayBeEncoded = first == UInt8(ascii: "=") && looksEncoded(value)
    return !first.isBlank && !last.isBlank && !mayBeEncoded
  }

  /// Whether all bytes are printable ASCII.
  static func isPrintable(_ value: ArraySlice<UInt8>) -> Bool {
    value.allSatisfy { (0x20...0x7E).contains($0) }
  }

  /// The text that a value, free of blanks at its ends, stands for: well-formed UTF-8.
  static func decode(
    _ value: ArraySlice<UInt8>, header: @autoclosure () -> String
  ) throws(ProtocolError) -> [UInt8] {
    guard looksEncoded(value) else {
      guard isPrintable(value) else {
        throw HeaderRules.fault(
          "\(header()) holds bytes that are not printable ASCII; encode it as =?base64?...?=")
      }
      return Array(value)
    }
    let text = value.dropFirst(prefix.utf8CodeUnitCount).dropLast(suffix.utf8CodeUnitCount)
    guard let bytes = Base64.decode(text), String(validating: bytes, as: UTF8.self) != nil else {
      throw HeaderRules.fault(
        "\(header()) is not the base64 of UTF-8 text between \"=?base64?\" and \"?=\"")
    }
    return bytes
  }
}
