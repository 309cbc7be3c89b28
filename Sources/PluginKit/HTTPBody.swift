/// The body of a streamed response: pieces in order, cut anywhere, never empty. A transfer coding
/// is removed; a content coding, such as gzip, is left.
///
/// It can be read once, by one task. What nobody reads waits in memory, up to 16 MiB; beyond that
/// the exchange ends, and the reading with `HTTPFailure.Code.tooLarge`. What has arrived comes
/// before the failure that ended it, except where the reader itself has cancelled.
public struct HTTPBody: AsyncSequence, Sendable {
  /// A part of the body.
  public typealias Element = [UInt8]
  /// Why the body ends early.
  public typealias Failure = HTTPFailure

  let reader: StreamReader

  init(_ reader: StreamReader) { self.reader = reader }

  /// Reads the body. The first iterator gets it; any further one fails with `refused`.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(reading: reader.exchange.body.claim() ? Reading(reader) : nil)
  }

  /// Reads the body; when the last copy is gone, the exchange ends.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let reading: Reading?

    /// The next piece; nil at the end of the body. Cancelling the task ends the exchange, and
    /// throws `cancelled` at once.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(HTTPFailure) -> [UInt8]? {
      guard let exchange = reading?.reader.exchange else { throw .readTwice }
      let next = await withTaskCancellationHandler {
        await exchange.body.next(isolation: actor)
      } onCancel: {
        exchange.cancel()
      }
      return try next.get()
    }
  }

  /// One reading of the body: when it is over, the exchange is.
  final class Reading: Sendable {
    let reader: StreamReader

    init(_ reader: StreamReader) { self.reader = reader }

    deinit { reader.exchange.cancel() }
  }
}
