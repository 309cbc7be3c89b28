/// How often an endpoint may be called: any of the windows trips it.
struct Rate: Sendable, Equatable {
  var perSecond: Int?
  var perMinute: Int?

  /// No limit is documented.
  static let unlimited = Rate()
  static let thousandPerMinute = Rate(perSecond: 50, perMinute: 1_000)
  static let hundredPerMinute = Rate(perSecond: nil, perMinute: 100)
  static let twentyPerSecond = Rate(perSecond: 20, perMinute: nil)
}

/// Counts calls per endpoint, and messages per conversation, in windows that begin on the second
/// and on the minute.
struct RateLimits: Sendable {
  static let messagesPerSecondPerTarget = 5
  static let code = 99_991_400
  private static let maximumWindows = 10_000

  var isOn = true
  private var windows: [String: (start: Int, count: Int)] = [:]

  /// Throws when one more call would be too many; counts it otherwise.
  mutating func admit(_ endpoint: Endpoint, at seconds: Int) throws(APIError) {
    guard isOn else { return }
    let limits = [(endpoint.rate.perSecond, 1), (endpoint.rate.perMinute, 60)]
    for case (let limit?, let length) in limits {
      let key = "\(endpoint.method) \(endpoint.path) \(length)"
      guard take(key, limit: limit, length: length, at: seconds) else {
        throw Self.refusal(
          limit: limit, resetSeconds: length - seconds % length, isLegacy: endpoint.isLegacy)
      }
    }
  }

  /// Throws when the conversation had its messages of this second.
  mutating func admitMessage(to chatID: String, at seconds: Int) throws(APIError) {
    guard isOn else { return }
    let limit = Self.messagesPerSecondPerTarget
    guard take("message \(chatID)", limit: limit, length: 1, at: seconds) else {
      throw APIError(230_020, "This operation triggers the frequency limit.")
    }
  }

  /// False when so many calls of this second have already gone to one thing, such as a document.
  mutating func take(target: String, perSecond limit: Int, at seconds: Int) -> Bool {
    !isOn || take(target, limit: limit, length: 1, at: seconds)
  }

  static func refusal(limit: Int, resetSeconds: Int, isLegacy: Bool) -> APIError {
    var refusal = APIError(
      code, "request trigger frequency limit", status: isLegacy ? 400 : 429)
    refusal.fields = [
      ("x-ogw-ratelimit-limit", String(limit)), ("x-ogw-ratelimit-reset", String(resetSeconds)),
    ]
    return refusal
  }

  private mutating func take(_ key: String, limit: Int, length: Int, at seconds: Int) -> Bool {
    let start = seconds - seconds % length
    if windows.count >= Self.maximumWindows { windows.removeAll() }
    var window = windows[key] ?? (start, 0)
    if window.start != start { window = (start, 0) }
    guard window.count < limit else { return false }
    windows[key] = (start, window.count + 1)
    return true
  }
}
