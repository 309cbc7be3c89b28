/// What a server takes from its clients before it refuses. Sizes in bytes, times in milliseconds.
package struct HTTPLimits: Sendable, Equatable {
  /// Request line and header fields together, line ends included; beyond: 431.
  package var headBytes = 32 * 1024
  /// The request target; beyond: 414.
  package var targetBytes = 8 * 1024
  /// Header fields of one request; beyond: 431.
  package var headFields = 100
  /// The content of one request, after chunked decoding; beyond: 413.
  package var bodyBytes = 4 * 1024 * 1024
  /// The content of all requests that are arriving or being answered; beyond: 503. Only content of
  /// `countedBodyBytes` or more is counted.
  package var heldBodyBytes = 256 * 1024 * 1024
  /// Smaller content is not worth counting.
  package var countedBodyBytes = 4 * 1024
  /// All chunk extensions of one body; beyond: 400.
  package var chunkExtensionBytes = 4 * 1024
  /// The trailer section of one chunked body, which is read and dropped; beyond: 431.
  package var trailerBytes = 8 * 1024

  /// Open connections of the whole server; beyond: 503, and the connection is closed.
  package var connections = 10_000
  /// Unsent bytes of one event stream; a reader that is further behind is disconnected.
  package var streamOutputBytes = 1024 * 1024
  /// Unsent bytes of one connection above which its pipelined requests wait.
  package var pipelineOutputBytes = 64 * 1024

  /// From a connection's start, or a request's first byte, to the end of its head; beyond: 408.
  package var headTimeoutMilliseconds = 10_000
  /// Between two arrivals of a request's content; beyond: 408.
  package var bodyStallMilliseconds = 10_000
  /// From the end of the head to the end of the content; beyond: 408.
  package var bodyTimeoutMilliseconds = 300_000
  /// Between two requests of one connection; beyond, the connection is closed.
  package var idleTimeoutMilliseconds = 75_000
  /// Without one byte of waiting output taken by the client; beyond, the connection is closed.
  package var writeStallMilliseconds = 30_000
  /// How long a request whose sender has closed its sending side may stay unanswered before the
  /// sender counts as gone: whether it still reads cannot be seen from here.
  package var halfClosedMilliseconds = 500
  /// How long input is read and dropped after a refusal, so that the client can read the answer
  /// (RFC 9112 section 9.6).
  package var lingerMilliseconds = 2_000

  /// The defaults above.
  package init() {}
}
