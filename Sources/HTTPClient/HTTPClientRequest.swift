/// One request. Nothing is checked here: `HTTPClient.send` refuses what is not valid.
package struct HTTPClientRequest: Sendable {
  /// A method token of RFC 9110, case-sensitive: "GET", "POST", ...
  package var method: String
  /// Absolute, `http` or `https`, without user information. A fragment is not sent.
  package var url: String
  /// Names and values in the order they are sent. Framing and connection fields (`Host`,
  /// `Content-Length`, ...) are the client's own and refused here.
  package var fields: [(name: String, value: String)]
  /// The body; empty: none.
  package var body: [UInt8]
  /// From `send` to the completion, redirects and retries included; from `stream` to the head.
  /// 0 or less has timed out.
  package var timeoutMilliseconds: Int
  /// The longest body of a response, in bytes; `.max`: any.
  package var responseLimitBytes: Int
  /// Follow redirects (RFC 9110 section 15.4), at most `HTTPClientLimits.redirects`, each checked
  /// against the egress list. Else a 3xx is a response like any other.
  package var followsRedirects: Bool
  /// The request may be sent more than once: where it fails before anything of a response arrived,
  /// it is sent again, at most `HTTPClientLimits.attempts` times and within the time-out. Without
  /// this it is never sent twice, not even where a kept-alive connection turns out to be closed.
  package var mayRetry: Bool
  /// Whether proxies of the environment are used. Not for addresses of the machine or of its link:
  /// another machine's credentials would come back.
  package var usesProxies = true

  package init(
    method: String = "GET", url: String, fields: [(name: String, value: String)] = [],
    body: [UInt8] = [],
    timeoutMilliseconds: Int = HTTPClientLimits.defaultTimeoutMilliseconds,
    responseLimitBytes: Int = HTTPClientLimits.defaultResponseBytes,
    followsRedirects: Bool = false, mayRetry: Bool = false
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.timeoutMilliseconds = timeoutMilliseconds
    self.responseLimitBytes = responseLimitBytes
    self.followsRedirects = followsRedirects
    self.mayRetry = mayRetry
  }
}
