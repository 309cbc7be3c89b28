import HTTPServer

/// What a stream of notifications is known by: its exchange, or over stdio the id of the request
/// that opened it.
enum StreamKey: Hashable, Sendable {
  case http(HTTPExchange)
  case stdio(requestID: [UInt8])
  /// The one stream of a legacy connection over stdio.
  case connection
}
