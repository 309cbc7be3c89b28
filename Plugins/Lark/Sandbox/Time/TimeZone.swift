import Glibc

/// A time zone of the IANA database: which offset from UTC holds when.
///
/// Read from the TZif files of the operating system (RFC 8536); beyond the last transition in the
/// file the rule in its footer goes on for ever.
struct TimeZone: Sendable, Equatable {
  static let directory = "/usr/share/zoneinfo"
  static let utc = TimeZone(name: "UTC", transitions: [], offsets: [], first: 0, rule: nil)
  /// What a Feishu tenant uses unless told otherwise; has had no transition since 1991.
  static let shanghai =
    named("Asia/Shanghai")
    ?? TimeZone(name: "Asia/Shanghai", transitions: [], offsets: [], first: 28_800, rule: nil)

  let name: String
  /// Instants, ascending; `offsets[i]` holds from `transitions[i]` on.
  let transitions: [Int]
  let offsets: [Int]
  /// What holds before the first transition.
  let first: Int
  let rule: TimeZoneRule?

  /// The zone of that IANA name; nil if there is none, or its file cannot be understood.
  static func named(_ name: String) -> TimeZone? {
    if name == "UTC" { return utc }
    guard isName(name), let bytes = readFile("\(directory)/\(name)") else { return nil }
    return TimeZoneFile.parse(bytes, name: name)
  }

  /// Seconds east of UTC at an instant.
  func offset(at instant: Int) -> Int {
    guard let last = transitions.last else { return rule?.offset(at: instant) ?? first }
    if instant >= last, let rule { return rule.offset(at: instant) }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : offsets[low - 1]
  }

  /// The instant at which the wall clock shows `civil`. A time that a transition skips is read with
  /// the offset before it, one that occurs twice is its first occurrence (RFC 5545 section 3.3.5).
  func instant(of civil: CivilTime) -> Int {
    let wall = civil.secondsSince1970
    let before = offset(at: wall - CivilTime.secondsPerDay)
    let after = offset(at: wall + CivilTime.secondsPerDay)
    for candidate in [before, after] where offset(at: wall - candidate) == candidate {
      return wall - candidate
    }
    return wall - before
  }

  func civil(at instant: Int) -> CivilTime {
    CivilTime(secondsSince1970: instant + offset(at: instant))
  }

  /// Refuses anything that could leave the directory.
  private static func isName(_ name: String) -> Bool {
    guard let head = name.utf8.first, head != UInt8(ascii: "/"), !name.contains("..") else {
      return false
    }
    return name.utf8.count <= 64
      && name.utf8.allSatisfy {
        ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
          || ($0 >= 0x30 && $0 <= 0x39) || "/_+-".utf8.contains($0)
      }
  }

  /// Safe: `open` reads a string that the call keeps, and `read` fills no more than the buffer.
  private static func readFile(_ path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: TimeZoneFile.maximumBytes)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, $0.count)
    }
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }
}
