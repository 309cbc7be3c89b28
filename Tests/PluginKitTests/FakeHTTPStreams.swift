import PluginABI
import Synchronization

/// The host's `toolrack.http-stream/1` as a plugin sees it: a test says what arrives, and when.
///
/// `@unchecked Sendable`: the table is only written in `init`, all else is in the mutex.
final class FakeHTTPStreams: @unchecked Sendable {
  fileprivate struct Exchange: @unchecked Sendable {
    var piece, done: toolrack_http_done
    var user: UnsafeMutableRawPointer?
  }

  struct Record {
    var refuses = false
    var requests: [FakeHTTP.Request] = []
    /// The exchanges that were cancelled, as often as they were.
    var cancelled: [UInt64] = []
    /// Completes an exchange when it is cancelled, as a host does.
    var completesCancelled = true
    /// Runs within the next `send`, before it answers.
    var duringSend: (@Sendable () -> Void)?
    fileprivate var open: [UInt64: Exchange] = [:]
    fileprivate var arrivals: [CheckedContinuation<Void, Never>] = []
  }

  let table: UnsafeMutablePointer<toolrack_http_stream> = .allocate(capacity: 1)
  let record = Mutex(Record())

  init() {
    table.initialize(
      to: toolrack_http_stream(
        size: UInt32(MemoryLayout<toolrack_http_stream>.size), reserved: 0,
        send: { context, request, piece, done, user, number in
          let host = Unmanaged<FakeHost>.fromOpaque(context).takeUnretainedValue()
          let exchange = Exchange(piece: piece, done: done, user: user)
          return host.http?.streams.send(request.pointee, exchange, number) ?? TOOLRACK_FAILED
        }))
  }

  deinit { table.deallocate() }

  /// How many exchanges the host still holds.
  var openCount: Int { record.withLock { $0.open.count } }

  var cancelled: [UInt64] { record.withLock { $0.cancelled } }

  /// Waits for the first exchange, which has the number 1.
  func arrival() async {
    await withCheckedContinuation { continuation in
      let isThere = record.withLock { record in
        if record.requests.isEmpty { record.arrivals.append(continuation) }
        return !record.requests.isEmpty
      }
      if isThere { continuation.resume() }
    }
  }

  func head(_ number: UInt64 = 1, status: UInt32 = 200, fields: [(String, String)] = []) {
    guard let exchange = record.withLock({ $0.open[number] }) else { return }
    let memory = BorrowedTexts(fields.flatMap { [$0.0, $0.1] })
    let encoded = fields.indices.map {
      toolrack_http_field(name: memory.views[2 * $0], value: memory.views[2 * $0 + 1])
    }
    encoded.withUnsafeBufferPointer { encoded in
      var response = Self.response
      response.status = status
      response.fields = encoded.baseAddress
      response.field_count = encoded.count
      exchange.piece(exchange.user, &response)
    }
    memory.free()
  }

  func body(_ number: UInt64 = 1, _ text: String) {
    guard let exchange = record.withLock({ $0.open[number] }) else { return }
    let memory = BorrowedTexts([text])
    var response = Self.response
    response.body = memory.views[0]
    exchange.piece(exchange.user, &response)
    memory.free()
  }

  func complete(
    _ number: UInt64 = 1, failure: UInt32 = TOOLRACK_HTTP_OK, message: String = ""
  ) {
    guard let exchange = record.withLock({ $0.open.removeValue(forKey: number) }) else { return }
    let memory = BorrowedTexts([message])
    var response = Self.response
    response.failure = failure
    response.message = memory.views[0]
    exchange.done(exchange.user, &response)
    memory.free()
  }

  func cancel(_ number: UInt64) {
    let completes = record.withLock { record in
      record.cancelled.append(number)
      return record.completesCancelled
    }
    if completes { complete(number, failure: TOOLRACK_HTTP_CANCELLED, message: "cancelled") }
  }

  private func send(
    _ request: toolrack_http_request, _ exchange: Exchange, _ number: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    let arrivals: [CheckedContinuation<Void, Never>]? = record.withLock { record in
      guard !record.refuses else { return nil }
      record.requests.append(FakeHTTP.Request(request))
      let next = UInt64(record.requests.count)
      number?.pointee = next
      record.open[next] = exchange
      defer { record.arrivals = [] }
      return record.arrivals
    }
    record.withLock { $0.duringSend.take() }?()
    for arrival in arrivals ?? [] { arrival.resume() }
    return arrivals == nil ? TOOLRACK_FAILED : TOOLRACK_OK
  }

  private static var response: toolrack_http_response {
    var response = toolrack_http_response()
    response.size = UInt32(MemoryLayout<toolrack_http_response>.size)
    return response
  }
}
