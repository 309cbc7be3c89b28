import Testing

@testable import PluginHost

/// The plain values behind changes, updates and subscriptions.
@Suite struct ChangeTests {
  private let interval = ListReadings.intervalNanoseconds

  @Test func listsAreReadAtOnceThenOncePerInterval() {
    var readings = ListReadings()
    let taken1 = readings.take(now: 5)
    #expect(taken1 == nil && readings.next == nil)
    let isNews = [readings.changed(.tools), readings.changed(.tools), readings.changed(.prompts)]
    #expect(isNews == [true, false, true])
    #expect(readings.next == 0)
    let taken2 = readings.take(now: 5)
    #expect(taken2 == [.tools, .prompts])
    let isNews3 = readings.changed(.tools)
    #expect(isNews3)
    let taken4 = readings.take(now: 5 + interval)
    #expect(taken4 == nil, "they are being read")
    #expect(readings.next == nil)
    readings.ended()
    let taken5 = readings.take(now: 4 + interval)
    #expect(taken5 == nil)
    #expect(readings.next == 5 + interval)
    let taken6 = readings.take(now: 5 + interval)
    #expect(taken6 == .tools)
    readings.ended()
    let taken7 = readings.take(now: .max / 2)
    #expect(taken7 == nil)
  }

  @Test func anUpdateIsReportedAtOnceAndWhatFollowsOnceAfterTheInterval() {
    var updates = ResourceUpdates()
    let one = URIKey("x:1")
    let outcomes = [0, 1, 2].map { updates.updated(one, now: $0) }
    #expect(outcomes == [.report, .postponed, .merged])
    let outcome8 = updates.updated(URIKey("x:2"), now: 3)
    #expect(outcome8 == .report)
    #expect(updates.next == interval)
    let due9 = updates.sweep(now: interval - 1)
    #expect(due9 == [])
    let due10 = updates.sweep(now: interval)
    #expect(due10 == [one])
    let outcome11 = updates.updated(one, now: interval + 1)
    #expect(outcome11 == .postponed)
    let due12 = updates.sweep(now: interval * 2)
    #expect(due12 == [one])
    let due13 = updates.sweep(now: interval * 3)
    #expect(due13 == [])
    #expect(updates.next == nil)
    let outcome14 = updates.updated(one, now: interval * 3)
    #expect(outcome14 == .report)
  }

  @Test func updatesOfTooManyResourcesAreDropped() {
    var updates = ResourceUpdates()
    for number in 0..<ResourceUpdates.maximumURIs {
      let outcome15 = updates.updated(URIKey("x:\(number)"), now: 0)
      #expect(outcome15 == .report)
    }
    let outcome16 = updates.updated(URIKey("y:1"), now: 1)
    #expect(outcome16 == .dropped(isFirst: true))
    let outcome17 = updates.updated(URIKey("y:2"), now: 1)
    #expect(outcome17 == .dropped(isFirst: false))
    let outcome18 = updates.updated(URIKey("x:1"), now: 1)
    #expect(outcome18 == .postponed)
    let due19 = updates.sweep(now: interval)
    #expect(due19 == [URIKey("x:1")])
    let outcome20 = updates.updated(URIKey("y:2"), now: interval)
    #expect(outcome20 == .report)
  }

  @Test func aPluginIsToldOfSubscriptionsOnce() {
    var subscribed = SubscribedURIs()
    let (one, two) = (URIKey("x:1"), URIKey("x:2"))
    subscribed.set(true, one)
    subscribed.set(true, two)
    subscribed.set(false, two)
    let first = subscribed.take(9)
    #expect(first.map(\.uri) == [one] && first.map(\.isSubscribed) == [true])
    subscribed.set(true, one)
    #expect(!subscribed.hasNews)
    subscribed.set(false, one)
    let second = subscribed.take(9)
    #expect(second.map(\.uri) == [one] && second.map(\.isSubscribed) == [false])
    #expect(!subscribed.hasNews)
  }

  @Test func aNewWorkerIsToldOfAllThatAreSubscribed() {
    var subscribed = SubscribedURIs()
    for number in 0..<5 { subscribed.set(true, URIKey("x:\(number)")) }
    let first = subscribed.take(3)
    #expect(first.count == 3 && subscribed.hasNews)
    _ = subscribed.take(9)
    subscribed.set(false, URIKey("x:0"))
    subscribed.beginAnew()
    let again = subscribed.take(9)
    #expect(again.map(\.uri.text).sorted() == ["x:1", "x:2", "x:3", "x:4"])
    #expect(again.allSatisfy { $0.isSubscribed })
  }
}
