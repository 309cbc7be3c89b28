import PluginABI
import Synchronization

/// The host's HTTP client as a plugin sees it. Each exchange waits until the test completes it.
///
/// `@unchecked Sendable`: the table is only written in `init`, all else is in the mutex.
final class FakeHTTP: @unchecked Sendable {
  struct Request: Equatable {
    var method, url: String
    var fields: [[String]]
    var body: [UInt8]
    var flags: UInt32
    var timeoutMilliseconds, responseLimitBytes: UInt64
    var call: Int?
  }

  struct Exchange: @unchecked Sendable {
    var request: Request
    var done: toolrack_http_done
    var user: UnsafeMutableRawPointer?
  }

  struct Record {
    var refuses = false
    var exchanges: [UInt64: Exchange] = [:]
    var next: UInt64 = 1
    var arrivals: [CheckedContinuation<Void, Never>] = []
    var cancelled: [UInt64] = []
    /// Runs within the next `send`, before it answers.
    var duringSend: (@Sendable () -> Void)?
  }

  let table: UnsafeMutablePointer<toolrack_http> = .allocate(capacity: 1)
  let record = Mutex(Record())
  let streams = FakeHTTPStreams()

  init() {
    table.initialize(
      to: toolrack_http(
        size: UInt32(MemoryLayout<toolrack_http>.size), reserved: 0,
        send: { context, request, done, user, number in
          FakeHTTP.of(context).send(request.pointee, done, user, number)
        },
        cancel: { context, number in FakeHTTP.of(context).cancel(number) }))
  }

  deinit { table.deallocate() }

  func part(in id: String) -> UnsafeRawPointer? {
    switch id {
    case TOOLRACK_HTTP_1: UnsafeRawPointer(table)
    case TOOLRACK_HTTP_STREAM_1: UnsafeRawPointer(streams.table)
    default: nil
    }
  }

  /// Waits for the first exchange.
  func arrival() async {
    await withCheckedContinuation { continuation in
      let isThere = record.withLock { record in
        if record.next == 1 { record.arrivals.append(continuation) }
        return record.next > 1
      }
      if isThere { continuation.resume() }
    }
  }

  /// Ends an exchange with a response, or with a failure and its message.
  func complete(
    _ number: UInt64, status: UInt32 = 0, fields: [(String, String)] = [], body: String = "",
    failure: UInt32 = TOOLRACK_HTTP_OK, message: String = ""
  ) {
    let waiting = record.withLock { $0.exchanges.removeValue(forKey: number) }
    guard let exchange = waiting else { return }
    BorrowedTexts.deliver(
      status: status, fields: fields, body: body, failure: failure, message: message
    ) { exchange.done(exchange.user, $0) }
  }

  private func send(
    _ request: toolrack_http_request, _ done: @escaping toolrack_http_done,
    _ user: UnsafeMutableRawPointer?, _ number: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    let exchange = Exchange(request: Request(request), done: done, user: user)
    let arrivals: [CheckedContinuation<Void, Never>]? = record.withLock { record in
      guard !record.refuses else { return nil }
      number?.pointee = record.next
      record.exchanges[record.next] = exchange
      record.next += 1
      defer { record.arrivals = [] }
      return record.arrivals
    }
    record.withLock { $0.duringSend.take() }?()
    for arrival in arrivals ?? [] { arrival.resume() }
    return arrivals == nil ? TOOLRACK_FAILED : TOOLRACK_OK
  }

  private func cancel(_ number: UInt64) {
    streams.cancel(number)
    record.withLock { $0.cancelled.append(number) }
    complete(number, failure: TOOLRACK_HTTP_CANCELLED, message: "cancelled")
  }

  private static func of(_ context: UnsafeMutableRawPointer) -> FakeHTTP {
    let host = Unmanaged<FakeHost>.fromOpaque(context).takeUnretainedValue()
    return host.http ?? FakeHTTP()
  }
}

extension FakeHTTP.Request {
  init(_ request: toolrack_http_request) {
    method = text(request.method)
    url = text(request.url)
    fields = UnsafeBufferPointer(start: request.fields, count: request.field_count)
      .map { [text($0.name), text($0.value)] }
    body = array(request.body)
    flags = request.flags
    timeoutMilliseconds = request.timeout_milliseconds
    responseLimitBytes = request.response_limit_bytes
    call = request.call.map { Int(bitPattern: $0) }
  }
}
