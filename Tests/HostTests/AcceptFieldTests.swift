import Testing

@testable import Host

@Suite struct AcceptFieldTests {
  @Test(arguments: [
    nil, "text/event-stream", "application/json, text/event-stream;q=0.5", "TEXT/Event-Stream",
    "*/*", "text/*",
  ])
  func `takes events`(_ value: String?) {
    #expect(AcceptField.takesEvents(value))
  }

  @Test(arguments: ["application/json", "text/html, image/*", "text/event-streams", ""])
  func `takes none`(_ value: String) {
    #expect(!AcceptField.takesEvents(value))
  }
}
