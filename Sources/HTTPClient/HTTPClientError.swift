/// Why there is no response. `message` is one sentence for people; it names a URL by scheme, host,
/// port and path at most: no query, no user information and no header value.
package struct HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds, as `TOOLRACK_HTTP_...` of the plugin contract numbers them.
  package enum Code: UInt32, Sendable {
    /// Not on the egress list, or not a valid request; nothing was sent (to the host in question).
    case refused = 1
    /// The request's time-out has passed.
    case timeout = 2
    /// Name resolution, connection or TLS; also where libcurl is missing.
    case connect = 3
    /// The response's body is over the request's limit.
    case tooLarge = 4
    /// The exchange ended early, or the answer is not HTTP as it should be.
    case broken = 5
    /// `cancel` or `shutdown`.
    case cancelled = 6
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
