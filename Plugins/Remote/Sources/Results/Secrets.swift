internal import Synchronization

/// What must not be written anywhere. Texts of a target go through here before a log, a list or an
/// error: a server may echo what it was sent. Any thread.
final class Secrets: Sendable {
  /// Shorter ones are left: they would blot out what is no secret.
  static let leastCount = 6
  /// The most tokens that are remembered besides what the settings hold.
  static let maximumTokens = 4
  static let replacement = "***"

  private let fixed: [[UInt8]]
  private let tokens = Mutex<[[UInt8]]>([])

  init(_ texts: [String]) {
    fixed = texts.map { Array($0.utf8) }.filter { $0.count >= Self.leastCount }
  }

  /// A token that was obtained later.
  func add(token: String) {
    let bytes = Array(token.utf8)
    guard bytes.count >= Self.leastCount else { return }
    tokens.withLock { tokens in
      tokens.append(bytes)
      if tokens.count > Self.maximumTokens { tokens.removeFirst() }
    }
  }

  /// The text without them.
  func removed(from text: String) -> String {
    let secrets = fixed + tokens.withLock(\.self)
    let bytes = Array(text.utf8)
    let isClean = !secrets.contains { Self.place(of: $0, in: bytes[...]) != nil }
    if isClean { return text }
    // The longest first, where one holds another.
    let rest = secrets.sorted { $0.count > $1.count }.reduce(bytes) { Self.removing($1, from: $0) }
    return String(decoding: rest, as: UTF8.self)
  }

  private static func removing(_ secret: [UInt8], from bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    var rest = bytes[...]
    while let place = place(of: secret, in: rest) {
      kept += rest[..<place] + Array(replacement.utf8)
      rest = rest[(place + secret.count)...]
    }
    return kept + rest
  }

  private static func place(of secret: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard secret.count <= bytes.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - secret.count)).first {
      bytes[$0...].starts(with: secret)
    }
  }
}
