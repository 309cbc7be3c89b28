import MCP
import Testing

@Suite struct MediaTypeTests {
  private func status(accept: String?, contentType: String? = "application/json") -> Int? {
    var fields = Fields.legacy()
    fields.accept = accept.map { ArraySlice($0.utf8) }
    fields.contentType = contentType.map { ArraySlice($0.utf8) }
    return Fixture.server.receive(Message.legacy("ping"), fields).reply?.status
  }

  @Test(arguments: [
    nil, "*/*", "application/*", "application/json, text/event-stream",
    "text/event-stream,application/json", "Application/JSON;q=0.9, Text/Event-Stream; q=0.1",
    "application/json, text/*", "text/html, */*;q=0.1",
  ])
  func bothKindsAccepted(_ accept: String?) {
    #expect(status(accept: accept) == 200)
  }

  @Test(arguments: [
    "", "text/html", "application/json", "text/event-stream",
    "application/json;q=0, text/event-stream", "application/jsonx, text/event-stream", "text/*",
  ])
  func otherwiseNotAcceptable(_ accept: String) {
    #expect(status(accept: accept) == 406)
  }

  @Test(arguments: ["application/json; charset=utf-8", "APPLICATION/JSON", " application/json "])
  func contentTypeJSON(_ type: String) {
    #expect(status(accept: nil, contentType: type) == 200)
  }

  @Test(arguments: [nil, "", "text/plain", "application/jsonl", "multipart/form-data; boundary=x"])
  func otherContentTypes(_ type: String?) {
    #expect(status(accept: nil, contentType: type) == 415)
  }
}
