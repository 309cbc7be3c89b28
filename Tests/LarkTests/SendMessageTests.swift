import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct SendMessageTests {
  private static let send = "POST /open-apis/im/v1/messages"
  private static let reply = "POST /open-apis/im/v1/messages/om_9/reply"

  private func arguments(_ json: String) throws -> SendMessageArguments {
    try JSONDecoding.decode(SendMessageArguments.self, from: JSONValue(parsing: json))
  }

  private static func arrived(_ id: String) -> HTTPResponse {
    .data(
      #"{"message_id":"\#(id)","chat_id":"oc_5","msg_type":"text","create_time":"1615380573411"}"#)
  }

  @Test func sendsToAnEmailAddress() async throws {
    let bench = try Bench()
    bench.transport.on(Self.send, Self.arrived("om_1"))
    let outcome = try await SendMessage(client: bench.client).run(
      try arguments(#"{"to":"li@example.com","text":"你好 👋"}"#), bench.context(id: "abc"))
    let request = try #require(bench.transport.requests(Self.send).first)
    #expect(request.url.hasSuffix("?receive_id_type=email"))
    #expect(request.field("content-type") == "application/json; charset=utf-8")
    let body = try JSONValue(parsing: request.body)
    #expect(body["receive_id"] == "li@example.com")
    #expect(body["msg_type"] == "text")
    #expect(body["content"] == #"{"text":"你好 👋"}"#)
    #expect(body["uuid"] == "abc-1")
    #expect(
      outcome.text(actedAs: "bot")
        == "Sent to li@example.com as the bot: 1 text message (om_1) in chat oc_5.")
    #expect(
      outcome.structured
        == ["message_ids": ["om_1"], "kind": "text", "chat_id": "oc_5"])
  }

  @Test func replies() async throws {
    let bench = try Bench()
    bench.transport.on(Self.reply, Self.arrived("om_2"))
    let outcome = try await SendMessage(client: bench.client).run(
      try arguments(##"{"reply_to":"om_9","markdown":"# Yes"}"##), bench.context())
    let body = try #require(bench.transport.bodies(Self.reply).first)
    #expect(body["msg_type"] == "interactive")
    #expect(body["receive_id"] == nil)
    #expect(outcome.text(actedAs: "bot").hasPrefix("Replied to om_9"))
    #expect(outcome.structured["kind"] == "card")
  }

  @Test func sendsPartsInOrderWithTheirOwnIDs() async throws {
    let bench = try Bench()
    bench.transport.on(Self.send, Self.arrived("om_1"), Self.arrived("om_2"), Self.arrived("om_3"))
    let text = String(repeating: "字", count: 100_000)
    let outcome = try await SendMessage(client: bench.client).run(
      SendMessageArguments(to: "oc_1", text: text), bench.context(id: "abc"))
    #expect(outcome.identifiers == ["om_1", "om_2", "om_3"])
    let bodies = bench.transport.bodies(Self.send)
    #expect(bodies.map { $0["uuid"] } == ["abc-1", "abc-2", "abc-3"])
    #expect(bench.clock.sleeps == [220, 220])
  }

  @Test func repeatsWithTheSameUUID() async throws {
    let bench = try Bench()
    bench.transport.on(Self.send, .refusal(230_020), Self.arrived("om_1"))
    _ = try await SendMessage(client: bench.client).run(
      SendMessageArguments(to: "oc_1", text: "a"), bench.context(id: "abc"))
    #expect(bench.transport.bodies(Self.send).map { $0["uuid"] } == ["abc-1", "abc-1"])
  }

  @Test func tellsWhatArrivedBeforeAFailure() async throws {
    let bench = try Bench()
    bench.transport.on(Self.send, Self.arrived("om_1"), .refusal(230_002, "The bot is out"))
    let text = String(repeating: "字", count: 100_000)
    let outcome = try await SendMessage(client: bench.client).run(
      SendMessageArguments(to: "oc_1", text: text), bench.context())
    let error = try #require(outcome.failure?.toolError(note: outcome.partialNote))
    #expect(error.summary.contains("230002"))
    #expect(error.detail?.hasPrefix("1 of 3 messages did arrive (om_1)") == true)
    #expect(bench.transport.requests(Self.send).count == 2)
  }

  @Test func asksNothingForWrongArguments() async throws {
    let bench = try Bench()
    for json in [#"{"text":"a"}"#, #"{"to":"oc_1"}"#, #"{"to":"bob","text":"a"}"#] {
      let arguments = try arguments(json)
      let error = await failure { () async throws(LarkFailure) in
        try await SendMessage(client: bench.client).run(arguments, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func keepsUUIDsShort() {
    let long = String(repeating: "x", count: 80)
    let uuids = (0..<10).map { SendMessage.uuid(callID: long, index: $0) }
    #expect(uuids.allSatisfy { $0.utf8.count <= 50 })
    #expect(Set(uuids).count == 10)
  }
}

extension HTTPRequest {
  func field(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name }?.value
  }
}
