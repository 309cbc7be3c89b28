/// A response whose body is still arriving, whatever its status.
///
/// ```swift
/// let response = try await host.http.stream(HTTPRequest(url: url), call: call)
/// for try await piece in response.body { parser.take(piece) }
/// ```
///
/// The exchange ends with the body, when the reading ends early (a `break`, an error, a cancelled
/// task), by `cancel`, and when the last copy of this value and of its body is gone.
public struct HTTPStream: Sendable {
  /// The status code.
  public let status: Int
  /// Header fields in order.
  public let fields: [HTTPField]
  /// The content as it arrives, to be read once.
  public let body: HTTPBody

  init(_ head: HTTPResponse, _ reader: StreamReader) {
    status = head.status
    fields = head.fields
    body = HTTPBody(reader)
  }

  /// The value of the first field of that name, in any case.
  public func field(_ name: String) -> String? { fields.first(named: name)?.value }

  /// Ends the exchange: whoever reads the body gets `cancelled`. Nothing where it has ended.
  public func cancel() { body.reader.exchange.cancel() }
}

/// Those who may still read: when the last one is gone, the exchange ends.
final class StreamReader: Sendable {
  let exchange: HTTPStreamExchange

  init(_ exchange: HTTPStreamExchange) { self.exchange = exchange }

  deinit { exchange.cancel() }
}
