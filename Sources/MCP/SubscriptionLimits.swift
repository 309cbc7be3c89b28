/// Bounds of what `Subscriptions` keeps.
package struct SubscriptionLimits: Sendable {
  /// Streams and connections that are open at a time.
  package var listeners = 10_000
  /// Resources that one listen stream or one session subscribed to.
  package var urisPerSubscriber = 1_000
  /// Bytes of one URI.
  package var uriBytes = 2_048
  /// Bytes of the id of a listen request, as JSON.
  package var idBytes = 256
  /// Bytes of all subscriptions to resources together: that of each URI, as often as it is
  /// subscribed to, and `subscriptionBytes` beside.
  package var totalBytes = 64 * 1024 * 1024

  /// What one subscription costs beside its URI.
  package static let subscriptionBytes = 128

  /// Ample for one host, unless told otherwise.
  package init() {}
}

/// Why a listener or a subscription was refused. The description is for people.
package enum SubscriptionLimit: Error, Sendable, Equatable, CustomStringConvertible {
  /// As many listeners as there may be.
  case listeners(Int)
  /// Too many resources of one subscriber.
  case uris(Int)
  /// A URI that is too long.
  case uriBytes(Int)
  /// An id that is too long.
  case idBytes(Int)
  /// No room for more subscriptions of anyone.
  case totalBytes
  /// The server is about to stop, and opens no more streams.
  case shuttingDown
  /// The answer cannot become a stream where the request stands, such as within a batch.
  case notHere

  /// One sentence.
  package var description: String {
    switch self {
    case .listeners(let count): "all \(count) notification streams are in use; try again later"
    case .uris(let count): "at most \(count) resources may be subscribed to at a time"
    case .uriBytes(let count): "the URI of a subscription may have at most \(count) bytes"
    case .idBytes(let count): "the id of a listen request may have at most \(count) bytes"
    case .totalBytes: "there is no room for more resource subscriptions; try again later"
    case .shuttingDown: "the server is shutting down; connect again in a moment"
    case .notHere: "no stream can begin here; send the request by itself, over HTTP or stdio"
    }
  }

  /// What the client is told: whether it asked for what it may not, or there is no room now.
  var code: ErrorCode {
    switch self {
    case .listeners, .totalBytes, .shuttingDown: .internalError
    case .uris, .uriBytes, .idBytes: .invalidParams
    case .notHere: .invalidRequest
    }
  }
}
