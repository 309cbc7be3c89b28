/// Reads the TZif format (RFC 8536).
enum TimeZoneFile {
  static let maximumBytes = 65_536
  private static let headerBytes = 44

  /// The counts of one header, in the order of RFC 8536 section 3.1.
  private struct Counts {
    let isUTC: Int
    let isStandard: Int
    let leaps: Int
    let times: Int
    let types: Int
    let characters: Int

    func bodyBytes(timeBytes: Int) -> Int {
      times * timeBytes + times + types * 6 + characters + leaps * (timeBytes + 4) + isStandard
        + isUTC
    }
  }

  /// Nil if the bytes are no TZif file of version 2 or later.
  static func parse(_ bytes: [UInt8], name: String) -> TimeZone? {
    guard bytes.count > headerBytes, bytes.starts(with: Array("TZif".utf8)),
      bytes[4] >= UInt8(ascii: "2"), let old = counts(bytes, at: 0)
    else { return nil }
    let second = headerBytes + old.bodyBytes(timeBytes: 4)
    guard let counts = counts(bytes, at: second), counts.types > 0 else { return nil }
    let body = second + headerBytes
    let end = body + counts.bodyBytes(timeBytes: 8)
    guard end < bytes.count else { return nil }
    return zone(bytes, counts, body: body, footer: end, name: name)
  }

  private static func zone(
    _ bytes: [UInt8], _ counts: Counts, body: Int, footer: Int, name: String
  ) -> TimeZone? {
    let indexes = body + counts.times * 8
    let types = indexes + counts.times
    var transitions: [Int] = []
    var offsets: [Int] = []
    for position in 0..<counts.times {
      let type = Int(bytes[indexes + position])
      guard type < counts.types else { return nil }
      transitions.append(Int(big(bytes, at: body + position * 8, count: 8)))
      offsets.append(Int(big(bytes, at: types + type * 6, count: 4)))
    }
    let text = bytes[(footer + 1)...].prefix { $0 != 0x0A }
    return TimeZone(
      name: name, transitions: transitions, offsets: offsets,
      first: Int(big(bytes, at: types, count: 4)),
      rule: TimeZoneRule(String(decoding: text, as: UTF8.self)))
  }

  private static func counts(_ bytes: [UInt8], at start: Int) -> Counts? {
    guard start + headerBytes <= bytes.count else { return nil }
    func number(_ position: Int) -> Int {
      Int(big(bytes, at: start + 20 + position * 4, count: 4))
    }
    let counts = Counts(
      isUTC: number(0), isStandard: number(1), leaps: number(2), times: number(3),
      types: number(4), characters: number(5))
    let all = [
      counts.isUTC, counts.isStandard, counts.leaps, counts.times, counts.types, counts.characters,
    ]
    return all.allSatisfy { (0...maximumBytes).contains($0) } ? counts : nil
  }

  /// A big-endian signed integer of 4 or 8 bytes.
  private static func big(_ bytes: [UInt8], at start: Int, count: Int) -> Int64 {
    var value: Int64 = count == 4 && bytes[start] >= 0x80 ? -1 : 0
    for byte in bytes[start..<start + count] { value = value << 8 | Int64(byte) }
    return value
  }
}
