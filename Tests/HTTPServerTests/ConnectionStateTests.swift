import Testing

@testable import HTTPServer

@Suite struct ConnectionStateTests {
  private let limits = HTTPLimits()
  private let start: UInt64 = 1_000_000

  private func after(_ milliseconds: Int) -> UInt64 { start + UInt64(milliseconds) }

  private func state() -> ConnectionState { ConnectionState(limits: limits, now: start) }

  /// A state that answers a request.
  private func answering(closes: Bool = false) -> (ConnectionState, UInt64) {
    var state = state()
    let exchange = state.requestArrived(isHead: false, isHTTP10: false, closes: closes)
    return (state, exchange)
  }

  @Test func `answers one exchange at a time`() {
    var (state, first) = answering()
    #expect(state.phase == .answering && state.isOpen(first) && !state.isOpen(first + 1))
    state.responseEnded(now: start)
    #expect(state.phase == .reading && !state.isOpen(first))
    #expect(state.outputDrained(now: start) == .nothing)
    let second = state.requestArrived(isHead: true, isHTTP10: true, closes: true)
    #expect(second != first && state.isOpen(second) && !state.isOpen(first))
    #expect(state.traits == ResponseTraits(isHead: true, isHTTP10: true, closes: true))
  }

  @Test func `closes after a last response, without lingering`() {
    var (state, _) = answering(closes: true)
    state.responseEnded(now: start)
    #expect(state.phase == .finishing && state.isOver)
    #expect(state.outputDrained(now: start) == .close)
    #expect(state.close() == nil)
  }

  @Test func `lingers after a last response that left input unread`() {
    var (state, _) = answering(closes: true)
    state.responseEnded(now: start)
    state.inputLeft()
    #expect(state.outputDrained(now: start) == .shutDownAndDiscard)
  }

  @Test func `lingers after a refusal, for a while`() {
    var state = state()
    state.requestRefused()
    #expect(state.outputDrained(now: start) == .shutDownAndDiscard)
    #expect(state.phase == .discarding)
    #expect(state.overdue(now: after(limits.lingerMilliseconds - 1)) == .nothing)
    #expect(state.overdue(now: after(limits.lingerMilliseconds)) == .close)
  }

  @Test func `does not linger when the peer has ended its input`() {
    var state = state()
    state.requestRefused()
    state.inputEnded()
    #expect(state.outputDrained(now: start) == .close)
  }

  @Test func `closes silently when no request comes`() {
    let first = state()
    #expect(first.overdue(now: after(limits.headTimeoutMilliseconds - 1)) == .nothing)
    #expect(first.overdue(now: after(limits.headTimeoutMilliseconds)) == .close)
    var (later, _) = answering()
    later.responseEnded(now: start)
    #expect(later.overdue(now: after(limits.idleTimeoutMilliseconds - 1)) == .nothing)
    #expect(later.overdue(now: after(limits.idleTimeoutMilliseconds)) == .close)
  }

  @Test func `gives a head one time, however slowly it drips`() {
    var state = state()
    for milliseconds in stride(from: 0, to: limits.headTimeoutMilliseconds, by: 1000) {
      state.requestProgressed(.head, now: after(milliseconds))
      #expect(state.overdue(now: after(milliseconds)) == .nothing)
    }
    #expect(state.overdue(now: after(limits.headTimeoutMilliseconds)) == .refuse(.headTimeout))
  }

  @Test func `gives content time between arrivals, and one time altogether`() {
    var state = state()
    state.requestProgressed(.body, now: start)
    let stall = limits.bodyStallMilliseconds
    #expect(state.overdue(now: after(stall)) == .refuse(.bodyTimeout))
    for milliseconds in stride(from: 0, to: limits.bodyTimeoutMilliseconds, by: stall - 1) {
      state.requestProgressed(.body, now: after(milliseconds))
      #expect(state.overdue(now: after(milliseconds)) == .nothing)
    }
    #expect(state.overdue(now: after(limits.bodyTimeoutMilliseconds)) == .refuse(.bodyTimeout))
  }

  @Test func `gives a handler any time`() {
    var (state, exchange) = answering()
    #expect(state.overdue(now: .max - 1) == .nothing)
    state.streamBegan()
    #expect(state.isOpen(exchange) && state.overdue(now: .max - 1) == .nothing)
    #expect(state.close() == exchange)
    #expect(state.close() == nil && state.phase == .closed)
  }

  @Test func `counts a sender that has closed its side as gone after a while`() {
    var (state, exchange) = answering()
    state.peerFinished(now: start)
    state.peerFinished(now: after(1000))
    #expect(state.isOpen(exchange))
    #expect(state.overdue(now: after(limits.halfClosedMilliseconds - 1)) == .nothing)
    #expect(state.overdue(now: after(limits.halfClosedMilliseconds)) == .close)
    state.responseEnded(now: start)
    #expect(state.overdue(now: after(limits.halfClosedMilliseconds)) == .nothing)
    state.inputEnded()
    #expect(state.outputDrained(now: start) == .close)
  }

  @Test func `closes when the peer takes no output`() {
    var (state, exchange) = answering()
    state.outputWaits(now: start)
    #expect(state.overdue(now: after(limits.writeStallMilliseconds - 1)) == .nothing)
    #expect(state.overdue(now: after(limits.writeStallMilliseconds)) == .close)
    #expect(state.outputDrained(now: start) == .nothing)
    #expect(state.overdue(now: after(limits.writeStallMilliseconds)) == .nothing)
    #expect(state.close() == exchange)
  }

  @Test func `takes nothing more for a stream that overran`() {
    var (state, exchange) = answering()
    state.streamBegan()
    state.streamOverran()
    #expect(!state.isOpen(exchange) && state.isOver)
    #expect(state.close() == exchange)
  }

  @Test func `closes idle connections on draining, and others after their response`() {
    var idle = state()
    idle.drainBegan()
    #expect(idle.isIdle)
    var partial = state()
    partial.requestProgressed(.head, now: start)
    partial.drainBegan()
    #expect(!partial.isIdle)
    var (busy, _) = answering()
    busy.drainBegan()
    #expect(!busy.isIdle && busy.traits.closes)
    busy.responseEnded(now: start)
    #expect(busy.outputDrained(now: start) == .close)
  }
}
