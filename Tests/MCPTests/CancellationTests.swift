import MCP
import Testing

@Suite struct CancellationTests {
  let server = Fixture.server

  private func cancelled(_ id: String, meta: String = "") -> String {
    #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)\#(meta)}}"#
  }

  @Test(arguments: ["12", #""abc""#])
  func legacyClientsCancelByNotification(_ id: String) {
    #expect(server.receive(cancelled(id), Fields.legacy()).cancelled == id)
    #expect(server.receive(cancelled(id), nil).cancelled == id)
  }

  @Test func modernClientsDoSoOnlyOverStdio() {
    let body = cancelled("1", meta: ",\(Message.modernMeta)")
    #expect(server.receive(body, nil).cancelled == "1")
    #expect(server.receive(body, Fields.modern("notifications/cancelled")).isAccepted)
  }

  @Test(arguments: ["null", "1.5", "{}", "[]"])
  func anIdThatIsNoneIsIgnored(_ id: String) {
    #expect(server.receive(cancelled(id), Fields.legacy()).isAccepted)
  }

  @Test func withoutParametersNothingIsCancelled() {
    let body = #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#
    #expect(server.receive(body, nil).isAccepted)
  }
}
