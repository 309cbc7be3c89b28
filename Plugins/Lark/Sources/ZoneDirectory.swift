internal import Glibc
internal import Synchronization

/// Finds time zones by name in the system's tz database (Debian's package tzdata) and keeps what it
/// read. Any thread.
///
/// UTC, fixed offsets and the zone that Lark assumes by itself need no database.
final class ZoneDirectory: Sendable {
  static let systemPath = "/usr/share/zoneinfo"
  static let maximumFileBytes = 64 * 1024
  static let maximumNameBytes = 64

  private let path: String
  private let known: Mutex<[String: ZoneRules]>

  init(path: String = ZoneDirectory.systemPath) {
    self.path = path
    known = Mutex([:])
  }

  static let forms = "an IANA name such as \"Asia/Shanghai\", or an offset such as \"+08:00\""

  /// Whether it may be a zone: a name of the right form, or an offset.
  static func isZone(_ name: String) -> Bool { fixed(name) != nil || isName(name) }

  /// Throws what is wrong with the name, in words that begin with where it comes from.
  func zone(
    named name: String, argument: String = "time_zone"
  ) throws(LarkFailure) -> ZoneRules {
    if let fixed = ZoneDirectory.fixed(name) { return fixed }
    guard ZoneDirectory.isName(name) else {
      throw .argument(
        "\(argument): \"\(singleLine(name, limit: 40))\" is not a time zone; write "
          + "\(ZoneDirectory.forms).")
    }
    if let zone = known.withLock({ $0[name] }) { return zone }
    let zone = try read(name, argument)
    known.withLock { $0[name] = zone }
    return zone
  }

  private func read(_ name: String, _ argument: String) throws(LarkFailure) -> ZoneRules {
    let bytes = readFile("\(path)/\(name)", limit: ZoneDirectory.maximumFileBytes)
    if let bytes, let zone = ZoneFile.rules(name: name, bytes: bytes) { return zone }
    if name == ZoneDirectory.chinaName { return ZoneDirectory.china }
    throw .argument(
      "\(argument): the time zone \"\(name)\" is not in \(path); check the spelling, or install "
        + "the package tzdata where the plugin runs. UTC and offsets such as \"+08:00\" work "
        + "without it.")
  }

  private static func fixed(_ name: String) -> ZoneRules? {
    if ["UTC", "Etc/UTC", "GMT", "Z"].contains(name) { return .utc }
    guard let first = name.utf8.first, first == 0x2B || first == 0x2D else { return nil }
    var scanner = DigitScanner(name)
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    return ZoneRules(name: name, firstOffset: offset)
  }

  /// A letter, then letters, digits and `_+-` between slashes: nothing that leads out of the
  /// directory.
  private static func isName(_ name: String) -> Bool {
    guard name.utf8.count <= maximumNameBytes, name.first?.isLetter == true else { return false }
    let parts = name.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { byte in
          (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            || byte == 0x5F || byte == 0x2B || byte == 0x2D
        }
    }
  }

  /// Lark's own default zone. China has kept this one offset since September 1991.
  private static let chinaName = "Asia/Shanghai"
  private static let china = ZoneRules(name: chinaName, firstOffset: 8 * 3600)
}

/// The whole file, or nil where it cannot be read or is larger than `limit` bytes.
///
/// Safe: `open` reads a string that the call keeps, and `read` fills the rest of `bytes` at most.
func readFile(_ path: String, limit: Int) -> [UInt8]? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: limit + 1)
  var count = 0
  while count <= limit {
    let got = unsafe bytes.withUnsafeMutableBytes { buffer in
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      return unsafe read(descriptor, rest.baseAddress, rest.count)
    }
    if got < 0 && errno == EINTR { continue }
    guard got >= 0 else { return nil }
    if got == 0 { break }
    count += got
  }
  return count <= limit ? Array(bytes[..<count]) : nil
}
