/// The client's thread: takes commands, lets libcurl work, and completes exchanges. No lock is held
/// while a completion runs.
final class TransferLoop {
  private let queue: TransferQueue
  private let gate: EgressGate
  private let userAgent: String
  private let trust: TrustStore
  private let multi: MultiHandle
  private var transfers: [UInt64: Transfer] = [:]
  /// How many of the transfers are streamed.
  private var streams = 0 {
    didSet { multi.allowConnections(besideThoseOf: streams) }
  }
  private var spareHandles: [EasyHandle] = []
  private var alarm = Alarm()

  init(
    queue: TransferQueue, gate: EgressGate, userAgent: String, trust: TrustStore
  ) throws(HTTPClientError) {
    self.queue = queue
    self.gate = gate
    self.userAgent = userAgent
    self.trust = trust
    multi = try MultiHandle()
  }

  /// Returns when the client has been shut down and every exchange is completed.
  func run() {
    while let commands = queue.take() {
      commands.forEach(execute)
      multi.perform()
      while let (transfer, code) = multi.nextFinished() { settle(transfer, code) }
      ring(MonotonicClock.now())
      guard queue.prepareToWait(multi) else { continue }
      multi.wait(
        milliseconds: alarm.milliseconds(
          from: MonotonicClock.now(), atMost: HTTPClientLimits.waitMilliseconds))
      queue.wokeUp()
    }
    for transfer in Array(transfers.values) { finish(transfer, .failure(.closed)) }
    // Handles go before the connections they used.
    spareHandles = []
  }

  private func execute(_ command: TransferQueue.Command) {
    switch command {
    case .start(let submission): start(submission)
    case .refuse(let error, let completion): completion(.failure(error))
    case .cancel(let number): cancel(number)
    }
  }

  private func start(_ submission: Submission) {
    guard transfers.count < HTTPClientLimits.exchanges else {
      return submission.completion(.failure(gate.tooMany))
    }
    let transfer = Transfer(submission)
    guard !transfer.isStreamed || streams < HTTPClientLimits.streams else {
      return submission.completion(.failure(gate.tooManyStreams))
    }
    transfers[transfer.number] = transfer
    if transfer.isStreamed { streams += 1 }
    send(transfer)
  }

  private func cancel(_ number: UInt64) {
    guard let transfer = transfers[number] else { return }
    finish(transfer, .failure(HTTPClientError(.cancelled, "The exchange was cancelled.")))
  }

  private func send(_ transfer: Transfer) {
    transfer.begin()
    alarm.include(transfer.nextInstant)
    guard let handle = spareHandles.popLast() ?? EasyHandle() else { return fail(transfer) }
    transfer.handle = handle
    guard handle.prepare(transfer.hop, for: transfer, userAgent: userAgent, trust: trust),
      multi.add(handle)
    else { return fail(transfer) }
  }

  private func fail(_ transfer: Transfer) {
    let what = "The exchange with \(transfer.hop.url.shown) could not be set up in libcurl."
    finish(transfer, .failure(HTTPClientError(.connect, what)))
  }

  /// libcurl has done with the transfer.
  private func settle(_ transfer: Transfer, _ code: Int32) {
    if let failure = transfer.reception.failure {
      let message = "\(transfer.hop.url.shown) \(failure.reason)."
      return finish(transfer, .failure(HTTPClientError(failure.code, message)))
    }
    guard code == 0 else {
      let detail = transfer.handle?.failureText(code) ?? ""
      return retry(
        transfer, after: TransferFailure(code: code, detail: detail, url: transfer.hop.url))
    }
    // libcurl takes the end of a connection for the end of a head that has begun.
    guard transfer.reception.head.isComplete else {
      return finish(transfer, .failure(TransferFailure.cut(transfer.hop.url).error))
    }
    respond(transfer)
  }

  private func respond(_ transfer: Transfer) {
    do throws(HTTPClientError) {
      let next = try transfer.redirects.next(
        after: transfer.hop, status: transfer.reception.head.status,
        location: transfer.reception.head.field("Location"))
      guard let next else { return finish(transfer, .success(transfer.reception.response)) }
      try gate.check(next.url)
      release(transfer)
      transfer.hop = next
      send(transfer)
    } catch {
      finish(transfer, .failure(error))
    }
  }

  private func retry(_ transfer: Transfer, after failure: TransferFailure) {
    let resume = transfer.retries.next(
      isTransient: failure.isTransient, responseBegan: transfer.reception.hasBegun,
      now: MonotonicClock.now(), deadline: transfer.deadline, jitter: .random(in: 0...1))
    guard let resume else { return finish(transfer, .failure(failure.error)) }
    release(transfer)
    transfer.resumeInstant = resume
    alarm.include(resume)
  }

  /// Ends what is overdue, sends again what has waited, and sets the alarm for the rest.
  private func ring(_ now: UInt64) {
    guard alarm.isDue(at: now) else { return }
    alarm.clear()
    for transfer in Array(transfers.values) {
      if transfer.deadline <= now {
        finish(transfer, .failure(transfer.timeout))
      } else if let resume = transfer.resumeInstant, resume <= now {
        send(transfer)
      } else {
        alarm.include(transfer.nextInstant)
      }
    }
  }

  private func finish(
    _ transfer: Transfer, _ result: Result<HTTPClientResponse, HTTPClientError>
  ) {
    release(transfer)
    transfers[transfer.number] = nil
    if transfer.isStreamed { streams -= 1 }
    transfer.completion(result)
    OpeningPages.release()
  }

  /// Takes the handle off the transfer, for the next one.
  private func release(_ transfer: Transfer) {
    guard let handle = transfer.handle.take() else { return }
    multi.remove(handle)
    guard spareHandles.count < HTTPClientLimits.spareHandles else { return }
    handle.reset()
    spareHandles.append(handle)
  }
}
