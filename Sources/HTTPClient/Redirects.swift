/// One request of an exchange: the first one, or one that a redirect led to.
struct Hop: Sendable {
  var url: HTTPURL
  var method: String
  var fields: [(name: String, value: String)]
  var body: [UInt8]
}

/// Which request follows a response (RFC 9110 section 15.4).
struct Redirects {
  private let follows: Bool
  private var remaining = HTTPClientLimits.redirects

  init(follows: Bool) {
    self.follows = follows
  }

  /// The next request, not yet checked against an egress list; nil: the response is final.
  mutating func next(
    after hop: Hop, status: Int, location: String?
  ) throws(HTTPClientError) -> Hop? {
    guard leadsOn(status: status, location: location), let location else { return nil }
    guard remaining > 0 else {
      throw HTTPClientError(
        .refused,
        "\(hop.url.shown) redirects once more after \(HTTPClientLimits.redirects) redirects, which "
          + "is the most that are followed.")
    }
    remaining -= 1
    var next = hop
    next.url = try Self.resolve(location, at: hop.url)
    if Self.becomesGet(method: hop.method, status: status) { next.dropContent() }
    if !next.url.hasSameOrigin(as: hop.url) { next.dropCredentials() }
    return next
  }

  /// Whether such a response is not the exchange's, but leads on, or fails to.
  func leadsOn(status: Int, location: String?) -> Bool {
    follows && [301, 302, 303, 307, 308].contains(status) && location != nil
  }

  private static func resolve(
    _ location: String, at url: HTTPURL
  ) throws(HTTPClientError) -> HTTPURL {
    do throws(HTTPURLError) {
      return try url.resolving(location)
    } catch {
      throw HTTPClientError(
        .broken, "\(url.shown) redirects to a URL that cannot be followed: \(error.reason).")
    }
  }

  /// 303 says so; for 301 and 302 a POST becomes a GET by long custom, as the notes of sections
  /// 15.4.2 and 15.4.3 allow.
  private static func becomesGet(method: String, status: Int) -> Bool {
    status == 303 ? method != "HEAD" : (status == 301 || status == 302) && method == "POST"
  }
}

extension Hop {
  private static let contentFields = [
    "content-type", "content-encoding", "content-language", "content-location", "digest",
  ]

  fileprivate mutating func dropContent() {
    method = "GET"
    body = []
    dropFields(Self.contentFields)
  }

  fileprivate mutating func dropCredentials() {
    dropFields(["authorization", "cookie"])
  }

  private mutating func dropFields(_ names: [String]) {
    fields.removeAll { field in names.contains { equalsIgnoringCase($0, field.name) } }
  }
}
