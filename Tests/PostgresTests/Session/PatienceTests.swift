import Testing

@testable import Postgres

@Suite struct PatienceTests {
  private let millisecond = MonotonicClock.nanosecondsInMillisecond

  @Test func waitsUntilTheDeadlineThenCancelsThenCloses() {
    var patience = Patience(deadlineNanoseconds: 1_000)
    #expect(patience.next(now: 999, isCancelled: false) == .wait(untilNanoseconds: 1_000))
    #expect(patience.next(now: 1_000, isCancelled: false) == .cancel)
    #expect(patience.reason == .deadline)
    let grace = 1_000 + Int64(Patience.graceMilliseconds) * millisecond
    #expect(patience.next(now: 1_001, isCancelled: false) == .wait(untilNanoseconds: grace))
    #expect(patience.next(now: grace, isCancelled: false) == .close)
  }

  @Test func aCancellationComesBeforeTheDeadline() {
    var patience = Patience(deadlineNanoseconds: .max)
    #expect(patience.next(now: 5, isCancelled: true) == .cancel)
    #expect(patience.reason == .cancelled)
    // It is asked for once.
    let grace = 5 + Int64(Patience.graceMilliseconds) * millisecond
    #expect(patience.next(now: 6, isCancelled: true) == .wait(untilNanoseconds: grace))
  }

  @Test func rowsThatNobodyWantsAreDrainedForAShortTime() {
    var patience = Patience(deadlineNanoseconds: .max)
    patience.stop(now: 0)
    let drained = Int64(Patience.drainMilliseconds) * millisecond
    #expect(patience.next(now: 0, isCancelled: false) == .wait(untilNanoseconds: drained))
    #expect(patience.next(now: drained, isCancelled: false) == .cancel)
    #expect(patience.reason == .enough)
  }

  @Test func drainingDoesNotOutliveTheDeadline() {
    var patience = Patience(deadlineNanoseconds: 100)
    patience.stop(now: 90)
    #expect(patience.next(now: 91, isCancelled: false) == .wait(untilNanoseconds: 100))
  }

  @Test func stoppingAfterACancellationChangesNothing() {
    var patience = Patience(deadlineNanoseconds: 10)
    _ = patience.next(now: 10, isCancelled: false)
    patience.stop(now: 10)
    #expect(patience.reason == .deadline)
    let grace = 10 + Int64(Patience.graceMilliseconds) * millisecond
    #expect(patience.next(now: 11, isCancelled: false) == .wait(untilNanoseconds: grace))
  }

  @Test func aLimitBeyondTheClockIsTheClocksEnd() {
    #expect(MonotonicClock.after(milliseconds: 10, .max - 5) == .max)
    #expect(MonotonicClock.after(milliseconds: .max, 5) == .max)
    #expect(MonotonicClock.after(milliseconds: 2, 5) == 2_000_005)
  }
}
