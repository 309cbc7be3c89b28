/// libpq's own text of why it could not connect, in one line and without secrets.
enum ConnectionMessage {
  private static let secretKeywords = ["password", "sslpassword", "oauth_client_secret"]
  /// In libpq's words a part of a password may stand, as it takes such a text apart wrongly.
  private static let unreadable = "The connection URI or string cannot be read."
  private static let mark = Array("***".utf8)

  static func readable(
    _ message: String, _ parameters: [(keyword: String, value: String)]
  ) -> String {
    var bytes = oneLine(message)
    for (keyword, value) in parameters {
      if secretKeywords.contains(keyword) {
        bytes = hiding(Array(value.utf8), in: bytes)
      } else if keyword == "dbname", mayHoldSecrets(value) {
        guard let inner = Libpq.parameters(of: value) else { return unreadable }
        // The whole first: in it a password may be written in another way.
        bytes = hiding(Array(value.utf8), in: bytes)
        for (keyword, value) in inner where secretKeywords.contains(keyword) {
          bytes = hiding(Array(value.utf8), in: bytes)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether it is a URI or a connection string, not a name.
  private static func mayHoldSecrets(_ value: String) -> Bool {
    value.utf8.contains(UInt8(ascii: "=")) || value.utf8.contains(UInt8(ascii: ":"))
  }

  /// The lines of libpq, which end with a line break and are indented where they go on.
  private static func oneLine(_ message: String) -> [UInt8] {
    var line: [UInt8] = []
    for byte in message.utf8 {
      let isSpace = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") || byte == 0x20
      if !isSpace {
        line.append(byte)
      } else if line.last != 0x20, !line.isEmpty {
        line.append(0x20)
      }
    }
    if line.last == 0x20 { line.removeLast() }
    return line
  }

  private static func hiding(_ secret: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    guard !secret.isEmpty else { return bytes }
    var rest = bytes[...]
    var kept: [UInt8] = []
    while let first = rest.first {
      if rest.starts(with: secret) {
        kept += mark
        rest = rest.dropFirst(secret.count)
      } else {
        kept.append(first)
        rest = rest.dropFirst()
      }
    }
    return kept
  }
}
