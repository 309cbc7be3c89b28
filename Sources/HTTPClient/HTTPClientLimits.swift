/// The bounds of the HTTP client. A request may ask for less than the defaults, and for another
/// deadline and response size.
package enum HTTPClientLimits {
  /// Milliseconds from `send` to the completion, where a request does not say.
  package static let defaultTimeoutMilliseconds = 30_000
  /// The longest time-out; a longer one is cut to this. One day.
  package static let maximumTimeoutMilliseconds = 86_400_000
  /// Bytes of a response's body, where a request does not say.
  package static let defaultResponseBytes = 16 << 20
  /// Bytes of one URL.
  package static let urlBytes = 16 << 10
  /// Header fields of one request.
  package static let requestFields = 128
  /// Bytes of the names and values of one request's header fields together.
  package static let requestFieldBytes = 64 << 10
  /// Header fields of one response.
  package static let responseFields = 256
  /// Bytes of one response's head, interim responses and trailers included.
  package static let responseHeadBytes = 128 << 10
  /// Exchanges of one client that run or wait at one time.
  package static let exchanges = 4_096
  /// Those of them whose response is streamed: each holds a connection for as long as it lasts,
  /// beside the connections below.
  package static let streams = 1_024
  /// Redirects that one exchange follows.
  package static let redirects = 5
  /// Times that one exchange is sent, where it may be sent again at all.
  package static let attempts = 3

  /// Milliseconds until a connection is there: name, TCP and TLS.
  static let connectMilliseconds = 10_000
  /// Connections of one client to one host, over all its hosts, and kept while idle. Exchanges
  /// beyond these wait for one to be free.
  static let connectionsPerHost = 64
  static let connections = 256
  static let idleConnections = 64
  /// How long a connection is silent until it is asked whether its peer is there, and between one
  /// question and the next; the system asks nine times (tcp(7), tcp_keepalive_probes).
  static let keepAliveIdleSeconds = 30
  static let keepAliveIntervalSeconds = 10
  /// Finished handles that are kept for the next exchange.
  static let spareHandles = 64
  /// Characters of a path or of a text of libcurl that an error repeats.
  static let shownCharacters = 200
  /// What the completions run on: as much as every other thread that calls a plugin.
  static let threadStackBytes = 8 << 20
  /// The longest that the thread sleeps; a wake-up, a socket or a deadline ends that earlier.
  static let waitMilliseconds = 60_000
}
