import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct PinMessageTests {
  private static let pin = "POST /open-apis/im/v1/pins"
  private static let unpin = "DELETE /open-apis/im/v1/pins/om_1"
  private static let list = "GET /open-apis/im/v1/pins"
  private static let basic = "POST /open-apis/contact/v3/users/basic_batch"

  private func tool(_ bench: Bench) -> PinMessage {
    PinMessage(core: LarkCore(client: bench.client), names: NameBook())
  }

  @Test func pinsAndUnpins() async throws {
    let bench = try Bench()
    bench.transport.on(Self.pin, .data(#"{"pin":{"message_id":"om_1","chat_id":"oc_1"}}"#))
    bench.transport.on(Self.unpin, .data("{}"))
    let pinned = try await tool(bench).run(
      PinMessageArguments(message: "om_1"), bench.context())
    let unpinned = try await tool(bench).run(
      PinMessageArguments(action: "unpin", message: "om_1"), bench.context())
    #expect(bench.transport.bodies(Self.pin) == [["message_id": "om_1"]])
    #expect(bench.transport.requests(Self.unpin).count == 1)
    #expect(pinned.structured == ["message_id": "om_1", "chat_id": "oc_1"])
    #expect(unpinned.words == "Unpinned om_1 as the bot.")
  }

  @Test func listsWhatIsPinned() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.list,
      .data(
        #"""
        {"items":[{"message_id":"om_1","operator_id":"ou_1","create_time":"1772000000000"}],
        "has_more":true,"page_token":"p2"}
        """#))
    bench.transport.on(Self.basic, .refusal(99_991_672))
    let result = try await tool(bench).run(
      PinMessageArguments(action: "list", chat: "oc_1", pageToken: "p1"), bench.context())
    #expect(
      bench.transport.requests(Self.list)[0].query
        == ["chat_id": "oc_1", "page_size": "20", "page_token": "p1"])
    #expect(
      result.words == """
        om_1 by ou_1, 2026-02-25 14:13
        get_message shows them.
        More: page_token "p2".
        """)
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    for arguments in [
      PinMessageArguments(), PinMessageArguments(action: "unpin", message: "oc_1"),
      PinMessageArguments(action: "list"), PinMessageArguments(action: "list", chat: "om_1"),
      PinMessageArguments(action: "stick", message: "om_1"),
    ] {
      let error = await failure { () async throws(LarkFailure) in
        try await tool(bench).run(arguments, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.pin, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await tool(bench).run(PinMessageArguments(message: "om_1"), context)
    }.check()
  }
}
