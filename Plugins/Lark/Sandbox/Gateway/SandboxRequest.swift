/// A request as the sandbox sees it, whatever brought it here.
struct SandboxRequest: Sendable {
  static let maximumQueryFields = 100

  var method: String
  /// As sent: still percent-encoded.
  var path: String
  /// Decoded; of a repeated name the first value counts.
  var query: [String: String]
  var authorization: String?
  /// The value of `X-Sandbox-Fault`.
  var fault: String?
  var body: [UInt8]

  init(
    _ method: String, _ target: String, authorization: String? = nil, fault: String? = nil,
    body: [UInt8] = []
  ) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    path = String(parts[0])
    query = parts.count > 1 ? Self.fields(parts[1]) : [:]
    self.authorization = authorization
    self.fault = fault
    self.body = body
  }

  private static func fields(_ text: Substring) -> [String: String] {
    var fields: [String: String] = [:]
    for field in text.split(separator: "&").prefix(maximumQueryFields) {
      let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = PercentEncoding.decode(pair[0], plusIsSpace: true)
      guard fields[name] == nil else { continue }
      fields[name] = pair.count > 1 ? PercentEncoding.decode(pair[1], plusIsSpace: true) : ""
    }
    return fields
  }
}

/// What goes back to the client.
struct SandboxResponse: Sendable {
  enum Ending: Sendable {
    /// The whole response is sent.
    case whole
    /// The connection ends without one.
    case cut
  }

  var status: Int
  var contentType = "application/json; charset=utf-8"
  var fields: [(name: String, value: String)] = []
  var body: [UInt8]
  var delayMilliseconds = 0
  var ending = Ending.whole

  /// The first field of that name, compared as written.
  func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

/// Percent-encoding (RFC 3986 section 2.1).
enum PercentEncoding {
  /// Leaves a `%` that no two hexadecimal digits follow as it is.
  static func decode(_ text: Substring, plusIsSpace: Bool) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "%"), position + 2 < bytes.count,
        let high = digit(bytes[position + 1]), let low = digit(bytes[position + 2])
      {
        decoded.append(high << 4 | low)
        position += 3
      } else {
        decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        position += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
