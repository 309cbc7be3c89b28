internal import Synchronization

/// What must not be written anywhere. Texts of a target go through here before a log, a list or an
/// error: a server may echo what it was sent, in letters of either case. Of a text that was cut
/// before, at its end or where "..." stands, a beginning of a secret is taken out as well. Any
/// thread.
final class Secrets: Sendable {
  /// Shorter ones are left: they would blot out what is no secret.
  static let leastCount = 6
  /// Shorter beginnings at a cut are left.
  static let leastBeginning = 8
  /// The most tokens that are remembered besides what the settings hold.
  static let maximumTokens = 4
  static let replacement = "***"

  private let fixed: [[UInt8]]
  private let tokens = Mutex<[[UInt8]]>([])

  init(_ texts: [String]) {
    fixed = texts.map(Self.folded).filter { $0.count >= Self.leastCount }
  }

  /// A token that was obtained later.
  func add(token: String) {
    let bytes = Self.folded(token)
    guard bytes.count >= Self.leastCount else { return }
    tokens.withLock { tokens in
      tokens.append(bytes)
      if tokens.count > Self.maximumTokens { tokens.removeFirst() }
    }
  }

  /// The text without them.
  func removed(from text: String) -> String {
    let secrets = fixed + tokens.withLock(\.self)
    let places = Self.places(of: secrets, in: Self.folded(text))
    if places.isEmpty { return text }
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    var end = 0
    for place in places {
      // Of two that overlap nothing stays.
      if place.lowerBound >= end {
        kept += bytes[end..<place.lowerBound] + Array(Self.replacement.utf8)
      }
      end = max(end, place.upperBound)
    }
    return String(decoding: kept + bytes[end...], as: UTF8.self)
  }

  /// In order; the longest of those that begin at one byte.
  private static func places(of secrets: [[UInt8]], in bytes: [UInt8]) -> [Range<Int>] {
    bytes.indices.compactMap { start in
      let count = secrets.map { Self.count(of: $0, in: bytes[start...]) }.max() ?? 0
      return count > 0 ? start..<(start + count) : nil
    }
  }

  /// How much of a secret the bytes begin with: all of it, or what a cut has left.
  private static func count(of secret: [UInt8], in bytes: ArraySlice<UInt8>) -> Int {
    guard secret.first == bytes.first else { return 0 }
    let common = zip(secret, bytes).prefix { $0 == $1 }.count
    if common == secret.count { return common }
    let rest = bytes.dropFirst(common)
    let isCut = rest.isEmpty || rest.starts(with: "...".utf8)
    return isCut && common >= leastBeginning ? common : 0
  }

  /// Capital letters of ASCII as small ones; no byte more or less.
  private static func folded(_ text: String) -> [UInt8] {
    text.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
  }
}
