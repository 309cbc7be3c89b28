/// Times as AWS's services write them (RFC 3339 section 5.6).
enum ISOTime {
  /// Seconds after 1970 of `2026-07-28T12:00:00Z`, with a fraction or without, with an offset such
  /// as `+02:00` in place of the Z; nil for everything else.
  static func unixSeconds(_ text: String) -> Int64? {
    var rest = text.utf8[...]
    guard text.utf8.count >= 20 else { return nil }
    let stamp = rest.prefix(19).filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
    guard stamp.count == 15,
      let time = SigningTime(String(decoding: stamp, as: UTF8.self) + "Z")
    else { return nil }
    rest = rest.dropFirst(19)
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      guard !fraction.isEmpty else { return nil }
      rest = rest.dropFirst(fraction.count + 1)
    }
    return offset(Array(rest)).map { time.unixSeconds - $0 }
  }

  private static func offset(_ text: [UInt8]) -> Int64? {
    if text == [UInt8(ascii: "Z")] { return 0 }
    guard text.count == 6, text[3] == UInt8(ascii: ":"),
      text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-")
    else { return nil }
    let digits = [text[1], text[2], text[4], text[5]]
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let numbers = digits.map { Int64($0 - 0x30) }
    let seconds = (numbers[0] * 10 + numbers[1]) * 3600 + (numbers[2] * 10 + numbers[3]) * 60
    return text[0] == UInt8(ascii: "+") ? seconds : -seconds
  }
}
