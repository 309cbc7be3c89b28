import MCP
import Testing

@Suite struct PendingChangesTests {
  @Test func eachChangeIsToldOnce() {
    var pending = PendingChanges()
    #expect(pending.isEmpty)
    #expect(pending.insert(.resource(uri: "b:")) == true)
    #expect(pending.insert(.list(.resources)) == false)
    #expect(pending.insert(.resource(uri: "a:")) == false)
    #expect(pending.insert(.list(.tools)) == false)
    #expect(pending.insert(.list([.tools, .prompts])) == false)
    #expect(pending.insert(.resource(uri: "b:")) == false)
    #expect(
      pending.take() == [
        .list(.tools), .list(.prompts), .list(.resources), .resource(uri: "b:"),
        .resource(uri: "a:"),
      ])
    #expect(pending.isEmpty)
    #expect(pending.take().isEmpty)
    #expect(pending.insert(.resource(uri: "b:")) == true)
    #expect(pending.take() == [.resource(uri: "b:")])
  }

  @Test func noListIsNoChange() {
    var pending = PendingChanges()
    #expect(pending.insert(.list([])) == false)
    #expect(pending.isEmpty)
  }

  @Test func theOldestOfTooManyAreKept() {
    var pending = PendingChanges()
    for number in 0...PendingChanges.maximumURIs {
      _ = pending.insert(.resource(uri: "r:\(number)"))
    }
    let events = pending.take()
    #expect(events.count == PendingChanges.maximumURIs)
    #expect(events.first == .resource(uri: "r:0"))
    #expect(events.last == .resource(uri: "r:\(PendingChanges.maximumURIs - 1)"))
  }
}
