/// A request that the host sends for the plugin.
public struct HTTPRequest: Sendable, Equatable {
  /// `GET`, `POST`, ...
  public var method: String
  /// Absolute, `http` or `https`; its host has to be on the plugin's egress list.
  public var url: String
  /// Header fields in order.
  public var fields: [HTTPField]
  /// The content; empty: none.
  public var body: [UInt8]
  /// How long to wait for the whole response, or for the head of one that is streamed; nil: the
  /// host's default, 30 s.
  public var timeoutMilliseconds: Int?
  /// The largest response body; nil: the host's default, 16 MiB, or no limit where it is streamed.
  public var responseLimitBytes: Int?
  /// Whether it is safe to send twice: the host may then repeat a send that failed.
  public var mayRetry: Bool
  /// Whether to follow redirects, at most five, each checked against the egress list.
  public var followsRedirects: Bool

  /// A request, by default a GET that may be repeated.
  public init(
    method: String = "GET", url: String, fields: [HTTPField] = [], body: [UInt8] = [],
    timeoutMilliseconds: Int? = nil, responseLimitBytes: Int? = nil, mayRetry: Bool? = nil,
    followsRedirects: Bool = false
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.timeoutMilliseconds = timeoutMilliseconds
    self.responseLimitBytes = responseLimitBytes
    self.mayRetry = mayRetry ?? (method == "GET" || method == "HEAD")
    self.followsRedirects = followsRedirects
  }
}

/// One header field.
public struct HTTPField: Sendable, Equatable {
  /// The name, in any case.
  public var name: String
  /// The value.
  public var value: String

  /// A field.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [HTTPField] {
  /// The first field of that name, in any case.
  func first(named name: String) -> HTTPField? {
    let name = name.lowercased()
    return first { $0.name.lowercased() == name }
  }
}
