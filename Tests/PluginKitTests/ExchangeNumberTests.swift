import Testing

@testable import PluginKit

@Suite struct ExchangeNumberTests {
  @Test func whatRunsIsCancelledOnce() {
    var number = ExchangeNumber()
    #expect(number.didSend(7) == nil)
    #expect(!number.isCancelled)
    #expect(number.cancel() == 7)
    #expect(number.isCancelled)
    #expect(number.cancel() == nil)
  }

  @Test func aCancellationThatCameFirstCountsWhenTheNumberIsKnown() {
    var number = ExchangeNumber()
    #expect(number.cancel() == nil)
    #expect(number.didSend(7) == 7)
  }

  @Test func whatHasEndedIsNotCancelled() {
    var number = ExchangeNumber()
    #expect(number.didSend(7) == nil)
    number.didEnd()
    #expect(number.cancel() == nil)
    var early = ExchangeNumber()
    early.didEnd()
    #expect(early.cancel() == nil)
    #expect(early.didSend(7) == nil)
  }
}
