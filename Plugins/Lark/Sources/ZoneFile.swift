/// Reads a TZif file (RFC 9636), versions 1 to 4. Leap seconds are not counted, as on POSIX clocks.
struct ZoneFile {
  /// Nil where the bytes are not a TZif file that holds together.
  static func rules(name: String, bytes: [UInt8]) -> ZoneRules? {
    guard let first = Header(bytes, at: 0) else { return nil }
    guard first.version >= 2 else { return rules(name, bytes, first, timeSize: 4) }
    let second = first.bodyStart + first.bodySize(timeSize: 4)
    guard let header = Header(bytes, at: second) else { return nil }
    return rules(name, bytes, header, timeSize: 8)
  }

  private static func rules(
    _ name: String, _ bytes: [UInt8], _ header: Header, timeSize: Int
  ) -> ZoneRules? {
    let end = header.bodyStart + header.bodySize(timeSize: timeSize)
    guard end <= bytes.count, header.typeCount > 0 else { return nil }
    let indexStart = header.bodyStart + header.timeCount * timeSize
    let typeStart = indexStart + header.timeCount
    var transitions: [Int64] = []
    var offsets: [Int] = []
    for index in 0..<header.timeCount {
      let type = Int(bytes[indexStart + index])
      guard type < header.typeCount else { return nil }
      let at = header.bodyStart + index * timeSize
      transitions.append(signed(bytes[at..<at + timeSize]))
      offsets.append(offset(bytes, typeStart, type))
    }
    guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    return ZoneRules(
      name: name, transitions: transitions, offsets: offsets,
      firstOffset: offset(bytes, typeStart, 0),
      footer: timeSize == 8 ? footer(bytes[end...]) : nil)
  }

  /// Each type takes six bytes and begins with its offset.
  private static func offset(_ bytes: [UInt8], _ typeStart: Int, _ type: Int) -> Int {
    let at = typeStart + type * Header.typeSize
    return Int(signed(bytes[at..<at + 4]))
  }

  /// The TZ string stands between two line feeds; it may be empty.
  private static func footer(_ bytes: ArraySlice<UInt8>) -> PosixTimeZone? {
    guard bytes.first == 0x0A, let end = bytes.dropFirst().firstIndex(of: 0x0A) else { return nil }
    return PosixTimeZone(bytes[(bytes.startIndex + 1)..<end])
  }

  /// Two's complement, most significant byte first; four or eight bytes.
  static func signed(_ bytes: ArraySlice<UInt8>) -> Int64 {
    var value: Int64 = (bytes.first ?? 0) & 0x80 == 0 ? 0 : -1
    for byte in bytes { value = value << 8 | Int64(byte) }
    return value
  }

  /// RFC 9636 section 3.1.
  private struct Header {
    static let size = 44
    static let typeSize = 6
    let version: Int
    let bodyStart: Int
    let timeCount: Int
    let typeCount: Int
    private let utCount: Int
    private let standardCount: Int
    private let leapCount: Int
    private let characterCount: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard start >= 0, start + Header.size <= bytes.count,
        bytes[start..<start + 4].elementsEqual("TZif".utf8)
      else { return nil }
      // The version is the ASCII digit, or 0 for version 1.
      version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 0x30
      let counts = (0..<6).map { index in
        Int(ZoneFile.signed(bytes[(start + 20 + index * 4)..<(start + 24 + index * 4)]))
      }
      guard counts.allSatisfy({ $0 >= 0 && $0 <= bytes.count }) else { return nil }
      (utCount, standardCount, leapCount) = (counts[0], counts[1], counts[2])
      (timeCount, typeCount, characterCount) = (counts[3], counts[4], counts[5])
      bodyStart = start + Header.size
    }

    func bodySize(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * Header.typeSize + characterCount
        + leapCount * (timeSize + 4) + standardCount + utCount
    }
  }
}
