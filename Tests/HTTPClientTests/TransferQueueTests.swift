import Testing

@testable import HTTPClient

@Suite struct TransferQueueTests {
  @discardableResult
  private func start(_ queue: TransferQueue) -> TransferQueue.Placement {
    queue.put(.refuse(HTTPClientError(.refused, "No.")) { _ in })
  }

  private func isQueuedFirst(_ placement: TransferQueue.Placement) -> Bool {
    if case .queuedFirst = placement { true } else { false }
  }

  private func isRejected(_ placement: TransferQueue.Placement, _ reason: HTTPClientError) -> Bool {
    if case .rejected(let given) = placement { given == reason } else { false }
  }

  private func wakes(_ placement: TransferQueue.Placement) -> Bool {
    if case .queued(wake: .some) = placement { true } else { false }
  }

  @Test func `The first command starts the thread`() {
    let queue = TransferQueue()
    #expect(isQueuedFirst(start(queue)))
    #expect(!isQueuedFirst(start(queue)))
    #expect(queue.take()?.count == 2)
    #expect(queue.take()?.count == 0)
  }

  @Test func `A cancellation starts no thread`() {
    let queue = TransferQueue()
    #expect(!isQueuedFirst(queue.put(.cancel(1))))
    #expect(queue.take()?.count == 0)
  }

  @Test func `Only a sleeper is woken, and once`() throws {
    let (queue, multi) = (TransferQueue(), try MultiHandle())
    start(queue)
    #expect(!queue.prepareToWait(multi), "a command is still there")
    _ = queue.take()
    #expect(!wakes(queue.put(.cancel(2))))
    _ = queue.take()
    #expect(queue.prepareToWait(multi))
    #expect(wakes(queue.put(.cancel(3))))
    #expect(!wakes(queue.put(.cancel(4))))
    queue.wokeUp()
    #expect(queue.take()?.count == 2)
  }

  @Test func `After the end everything is rejected with the first reason`() {
    let (queue, reason) = (TransferQueue(), HTTPClientError(.connect, "No libcurl."))
    start(queue)
    #expect(queue.end(reason).count == 1)
    #expect(queue.take() == nil)
    #expect(queue.end(.closed).isEmpty)
    #expect(isRejected(queue.put(.cancel(2)), reason))
  }

  @Test func `Closing wakes the sleeper`() throws {
    let (queue, multi) = (TransferQueue(), try MultiHandle())
    start(queue)
    _ = queue.take()
    #expect(queue.prepareToWait(multi))
    #expect(queue.close().wake === multi)
    #expect(queue.take() == nil)
    #expect(!queue.prepareToWait(multi))
    #expect(isRejected(queue.put(.cancel(2)), .closed))
  }

  @Test func `An abandoned refusal keeps its own reason`() {
    let reason = HTTPClientError(.refused, "No.")
    let refused = TransferQueue.Command.refuse(reason) { _ in }
    #expect(refused.abandoned(.closed)?.1 == reason)
    #expect(TransferQueue.Command.cancel(1).abandoned(.closed) == nil)
  }
}
