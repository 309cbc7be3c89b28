import PluginABI
import Synchronization

/// The host's signatures as a plugin sees them. Each waits until the test completes it.
///
/// `@unchecked Sendable`: the table is only written in `init`, all else is in the mutex.
final class FakeSigner: @unchecked Sendable {
  struct Asked: @unchecked Sendable {
    var request: FakeHTTP.Request
    var service, region: String
    var flags: UInt32
    var done: toolrack_http_done
    var user: UnsafeMutableRawPointer?
  }

  struct Record {
    var refuses = false
    var asked: [Asked] = []
    var arrivals: [CheckedContinuation<Void, Never>] = []
  }

  let table: UnsafeMutablePointer<toolrack_aws> = .allocate(capacity: 1)
  let record = Mutex(Record())

  init() {
    table.initialize(
      to: toolrack_aws(
        size: UInt32(MemoryLayout<toolrack_aws>.size), reserved: 0,
        sign: { context, request, service, region, flags, done, user in
          guard let signer = FakeHost.at(context).signer else { return TOOLRACK_FAILED }
          return signer.ask(
            Asked(
              request: .init(request.pointee), service: text(service), region: text(region),
              flags: flags, done: done, user: user))
        }))
  }

  deinit { table.deallocate() }

  private func ask(_ asked: Asked) -> Int32 {
    let arrivals: [CheckedContinuation<Void, Never>]? = record.withLock { record in
      guard !record.refuses else { return nil }
      record.asked.append(asked)
      defer { record.arrivals = [] }
      return record.arrivals
    }
    for arrival in arrivals ?? [] { arrival.resume() }
    return arrivals == nil ? TOOLRACK_FAILED : TOOLRACK_OK
  }

  /// Waits for the first request.
  func arrival() async {
    await withCheckedContinuation { continuation in
      let isThere = record.withLock { record in
        if record.asked.isEmpty { record.arrivals.append(continuation) }
        return !record.asked.isEmpty
      }
      if isThere { continuation.resume() }
    }
  }

  /// Answers the first request that waits.
  func complete(
    fields: [(String, String)] = [], body: String = "", failure: UInt32 = 0, message: String = ""
  ) {
    let asked = record.withLock { $0.asked.removeFirst() }
    BorrowedTexts.deliver(fields: fields, body: body, failure: failure, message: message) {
      asked.done(asked.user, $0)
    }
  }
}
