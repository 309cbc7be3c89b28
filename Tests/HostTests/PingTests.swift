import Testing

@testable import Host

@Suite struct PingTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func tellsSinceWhenItIsSo() {
    let ping = Ping(now: 100)
    let idle = #"{"status":"Healthy","time_of_last_update":100}"#
    #expect(text(ping.answer(isBusy: false, now: 105)) == idle)
    let busy = #"{"status":"HealthyBusy","time_of_last_update":110}"#
    #expect(text(ping.answer(isBusy: true, now: 110)) == busy)
    #expect(text(ping.answer(isBusy: true, now: 120)) == busy)
    let after = #"{"status":"Healthy","time_of_last_update":130}"#
    #expect(text(ping.answer(isBusy: false, now: 130)) == after)
    #expect(text(ping.answer(isBusy: false, now: 140)) == after)
  }
}
