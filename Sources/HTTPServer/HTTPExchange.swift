/// One request and its answer. A cheap value that may be kept and used on any thread; two are
/// equal when they are the same exchange. On its connection's own loop thread a method acts at
/// once; from elsewhere it is handed to that loop, in the order of the calls of one thread.
///
/// Either `respond` once, or `beginEventStream`, events, and `end`. What comes too often, too
/// late, or after `abandoned` is ignored.
package struct HTTPExchange: Sendable, Hashable {
  private let connection: Connection
  private let number: UInt64

  init(_ connection: Connection, _ number: UInt64) {
    self.connection = connection
    self.number = number
  }

  /// Answers with the whole of `body`. `status` is 200 or above.
  package func respond(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
    connection.submit(.respond(status: status, fields: fields, body: body), number)
  }

  /// Answers with status 200, `Content-Type: application/json` and `body`. The fastest way.
  package func respond(json body: [UInt8]) {
    connection.submit(.respondJSON(body), number)
  }

  /// Begins an answer of server-sent events: status 200, `text/event-stream`, not to be cached or
  /// held back by proxies, and `fields` in addition.
  package func beginEventStream(fields: HTTPFields = [:]) {
    connection.submit(.beginStream(fields), number)
  }

  /// Sends one event. Line ends in `data` are kept as the format has it, each as a line feed.
  ///
  /// - Parameters:
  ///   - id: where a reader that comes back says it left off.
  ///   - retryMilliseconds: how long a reader waits before it comes back.
  package func sendEvent(data: [UInt8], id: String? = nil, retryMilliseconds: Int? = nil) {
    connection.submitStream(
      EventStream.event(data: data, id: id, retryMilliseconds: retryMilliseconds), number)
  }

  /// Sends a comment, which readers ignore, so that nothing on the way cuts an idle stream.
  package func sendComment(_ text: StaticString = "") {
    connection.submitStream(EventStream.comment(text), number)
  }

  /// Ends the event stream.
  package func end() {
    connection.submit(.end, number)
  }

  /// Sends a last event, however long it is and however far behind the reader, and ends the stream.
  package func end(data: [UInt8]) {
    connection.submit(.finish(EventStream.event(data: data)), number)
  }

  /// Does something on the connection's own loop thread, if the exchange is still open then: at
  /// once where this is that thread. Until it has returned, `abandoned` does not come.
  package func onLoop(_ body: @escaping @Sendable () -> Void) {
    connection.submit(.run(body), number)
  }

  /// [loop] What the handler remembers of the connection, from one of its requests to the next,
  /// until it is closed. On other threads there is nothing, and nothing is kept.
  package var memory: (any AnyObject & Sendable)? {
    get { connection.memory }
    nonmutating set { connection.memory = newValue }
  }

  /// Whether both are the same exchange.
  package static func == (left: HTTPExchange, right: HTTPExchange) -> Bool {
    left.connection === right.connection && left.number == right.number
  }

  /// Hashes the identity.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(connection))
    hasher.combine(number)
  }
}

/// What a handler asks of an exchange.
enum ExchangeOperation: Sendable {
  case respond(status: Int, fields: HTTPFields, body: [UInt8])
  case respondJSON([UInt8])
  case beginStream(HTTPFields)
  /// Bytes of the stream's content.
  case send([UInt8])
  /// Too much of the stream waits to be sent.
  case overrun
  /// The last bytes of the stream's content.
  case finish([UInt8])
  case end
  /// Nothing to send: a handler's own work.
  case run(@Sendable () -> Void)
}
