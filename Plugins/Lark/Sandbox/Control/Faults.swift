import JSON

/// Something that goes wrong on purpose. Written `name` or `name=value`.
enum Fault: Sendable, Equatable {
  /// The token of the request has expired.
  case expiredToken
  /// The token of the request was never valid.
  case invalidToken
  /// Too many requests: status 429 and the seconds until it is worth another try.
  case rateLimit(resetSeconds: Int)
  /// The same with status 400, as older endpoints have it.
  case legacyRateLimit(resetSeconds: Int)
  /// Too many messages to one conversation.
  case targetLimit
  /// Status 500 in an envelope.
  case serverError
  /// Status 502 with a page for people, as a proxy writes it.
  case badGateway
  /// Status 503 and no body.
  case unavailable
  /// Status 200 and a body that is no JSON.
  case garbage
  /// The quota of the month is used up.
  case quota
  /// The caller's address is not on the allow-list.
  case address
  /// The answer is late.
  case slow(milliseconds: Int)
  /// The connection ends before anything is done.
  case cut
  /// The request is carried out, and then the connection ends without an answer.
  case cutAfter
  /// The request is carried out, and then answered as `serverError` is.
  case serverErrorAfter
  /// The request is carried out, and then answered as `badGateway` is.
  case badGatewayAfter
  /// That scope is not granted, for this request.
  case missingScope(String)
  /// A refusal with that status and code.
  case error(status: Int, code: Int)

  static let maximumSlowMilliseconds = 600_000
  private static let defaultReset = 2

  /// Nil if there is no such fault.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard let name = parts.first else { return nil }
    let value = parts.count > 1 ? String(parts[1]) : nil
    guard let fault = Self.plain[String(name)] ?? Self.valued(String(name), value) else {
      return nil
    }
    self = fault
  }

  /// What a person can be told to write.
  static let names =
    (Array(plain.keys).sorted() + [
      "rate-limit=SECONDS", "rate-limit-legacy=SECONDS", "slow=MILLISECONDS",
      "missing-scope=SCOPE", "error=STATUS/CODE",
    ]).joined(separator: ", ")

  private static let plain: [String: Fault] = [
    "expired-token": .expiredToken, "invalid-token": .invalidToken,
    "target-limit": .targetLimit, "server-error": .serverError, "bad-gateway": .badGateway,
    "unavailable": .unavailable, "garbage": .garbage, "quota": .quota, "address": .address,
    "cut": .cut, "cut-after": .cutAfter, "server-error-after": .serverErrorAfter,
    "bad-gateway-after": .badGatewayAfter,
  ]

  private static func valued(_ name: String, _ value: String?) -> Fault? {
    switch name {
    case "rate-limit": return .rateLimit(resetSeconds: value.flatMap { Int($0) } ?? defaultReset)
    case "rate-limit-legacy":
      return .legacyRateLimit(resetSeconds: value.flatMap { Int($0) } ?? defaultReset)
    case "slow":
      guard let value, let time = Int(value), (0...maximumSlowMilliseconds).contains(time) else {
        return nil
      }
      return .slow(milliseconds: time)
    case "missing-scope":
      guard let value, !value.isEmpty else { return nil }
      return .missingScope(value)
    case "error":
      let numbers = (value ?? "").split(separator: "/").compactMap { Int($0) }
      guard numbers.count == 2, (200...599).contains(numbers[0]) else { return nil }
      return .error(status: numbers[0], code: numbers[1])
    default: return nil
    }
  }
}

/// Faults that wait for the requests they are meant for.
struct FaultQueue: Sendable {
  static let maximumEntries = 1_000

  struct Entry: Sendable {
    var fault: Fault
    /// Requests it still befalls.
    var count: Int
    /// Matching requests it lets pass first.
    var after: Int
    /// Empty: any.
    var method: String
    /// The path begins with it.
    var path: String
  }

  private(set) var entries: [Entry] = []

  /// False when the queue is full.
  mutating func add(_ entry: Entry) -> Bool {
    guard entries.count < Self.maximumEntries else { return false }
    entries.append(entry)
    return true
  }

  /// The first fault that waits for such a request.
  mutating func take(_ method: String, _ path: String) -> Fault? {
    for index in entries.indices
    where (entries[index].method.isEmpty || entries[index].method == method)
      && path.hasPrefix(entries[index].path)
    {
      if entries[index].after > 0 {
        entries[index].after -= 1
        continue
      }
      let fault = entries[index].fault
      entries[index].count -= 1
      if entries[index].count <= 0 { entries.remove(at: index) }
      return fault
    }
    return nil
  }
}
