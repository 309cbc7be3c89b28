internal import JSON
internal import PluginKit

/// One request to an endpoint.
struct APIRequest: Sendable {
  var endpoint: Endpoint
  /// Values of the path's parameters by name, not encoded.
  var path: [String: String] = [:]
  var query: [(name: String, value: String)] = []
  var body: JSONValue?
  /// What it is for, to follow "Lark refused to": "send the message".
  var purpose: String
  /// What it takes turns for besides what follows from the endpoint and its path: the chat or the
  /// person that stands in the body, the folder of a new document.
  var keys: [PacingKey] = []
  /// Which of the writes to that endpoint this is within its call, from 0: tells their idempotency
  /// keys apart.
  var part = 0

  init(
    _ endpoint: Endpoint, path: [String: String] = [:],
    query: [(name: String, value: String)] = [], body: JSONValue? = nil, purpose: String,
    keys: [PacingKey] = [], part: Int = 0
  ) {
    self.endpoint = endpoint
    self.path = path
    self.query = query
    self.body = body
    self.purpose = purpose
    self.keys = keys
    self.part = part
  }

  /// With a key by which Lark recognises a repeat, where the endpoint takes one and the request has
  /// none: the same for the same part of the same call.
  func keyed(callID: String) -> APIRequest {
    guard let field = endpoint.idempotencyField else { return self }
    let key = IdempotencyKey.of(callID: callID, endpoint: endpoint.name, part: part)
    var request = self
    switch field {
    case .query(let name):
      if !query.contains(where: { $0.name == name }) { request.query.append((name, key)) }
    case .body(let name):
      var members = body?.object ?? JSONObject()
      if members[name] == nil { members[name] = .string(key) }
      request.body = .object(members)
    }
    return request
  }

  func url(base: String) -> String {
    let url = base + endpoint.path(path)
    guard !query.isEmpty else { return url }
    let pairs = query.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
    return "\(url)?\(pairs.joined(separator: "&"))"
  }
}

/// All but the unreserved characters of RFC 3986 section 2.3, as %XX of their UTF-8.
func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
    default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
