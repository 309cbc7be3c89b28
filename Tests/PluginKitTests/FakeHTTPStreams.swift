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
    BorrowedTexts.deliver(status: status, fields: fields) { exchange.piece(exchange.user, $0) }
  }

  func body(_ number: UInt64 = 1, _ text: String) {
    guard let exchange = record.withLock({ $0.open[number] }) else { return }
    BorrowedTexts.deliver(body: text) { exchange.piece(exchange.user, $0) }
  }

  func complete(
    _ number: UInt64 = 1, failure: UInt32 = TOOLRACK_HTTP_OK, message: String = ""
  ) {
    guard let exchange = record.withLock({ $0.open.removeValue(forKey: number) }) else { return }
    BorrowedTexts.deliver(failure: failure, message: message) {
      exchange.done(exchange.user, $0)
    }
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
}
