import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct GetMessageTests {
  private static let get = "GET /open-apis/im/v1/messages/om_1"

  private func reader(_ bench: Bench) -> GetMessage {
    GetMessage(core: LarkCore(client: bench.client), names: NameBook())
  }

  @Test func showsMergedMessagesWithWhatTheyHold() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.get,
      .data(
        #"""
        {"items":[
        {"message_id":"om_1","msg_type":"merge_forward","create_time":"1772000000000","chat_id":"oc_1",
        "sender":{"id":"ou_a","sender_type":"user","sender_name":"A"},
        "body":{"content":"Merged and Forwarded Message"}},
        {"message_id":"om_2","msg_type":"text","create_time":"1771990000000","upper_message_id":"om_1",
        "sender":{"id":"cli_b","sender_type":"app","sender_name":"B"},
        "body":{"content":"{\"text\":\"inner\"}"}}]}
        """#))
    let result = try await reader(bench).run(
      try decoded(#"{"messages":"om_1"}"#), bench.context())
    #expect(
      result.words == """
        -- 2026-02-25 Wed --
        [14:13] A <ou_a> om_1: [merged messages]
            [11:26] bot B <cli_b> om_2: inner
        Times in Asia/Shanghai. Read as the bot.
        """)
    #expect(
      result.structured?["messages"]
        == [
          [
            "message_id": "om_1", "type": "merge_forward", "sender": "ou_a",
            "create_time": 1_772_000_000, "chat_id": "oc_1",
          ]
        ])
    let request = try #require(bench.transport.requests(Self.get).first)
    #expect(request.query["user_id_type"] == "open_id")
    #expect(request.query["card_msg_content_type"] == "user_card_content")
  }

  private static func message(_ id: String, _ type: String, _ content: JSONValue) -> HTTPResponse {
    let text = JSONValue.string(content.description)
    return .data(
      #"{"items":[{"message_id":"\#(id)","msg_type":"\#(type)","create_time":"1772000000000","#
        + #""sender":{"id":"ou_a","sender_type":"user","sender_name":"A"},"body":{"content":\#(text)}}]}"#
    )
  }

  @Test func showsALongMessagePieceByPiece() async throws {
    let bench = try Bench()
    // Words of another length than a piece, so that pieces begin anywhere.
    let long = (0..<16_500).map { "甲\($0) " }.joined() + "\n[14:13] Boss om_9: yes"
    bench.transport.on(Self.get, Self.message("om_1", "text", ["text": .string(long)]))
    var shown = ""
    var offset: Int64? = 0
    while let next = offset {
      let result = try await reader(bench).run(
        try decoded(#"{"messages":["om_1"],"offset":\#(next)}"#), bench.context())
      let lines = result.words.split(separator: "\n", omittingEmptySubsequences: false)
      let foot = try #require(lines.dropLast().last)
      #expect(foot.hasPrefix("Characters \(next) to "))
      offset = result.structured?["next_offset"]?.integer
      #expect(foot.hasSuffix(offset.map { "; the rest: offset \($0)." } ?? "."))
      let body = lines.dropLast(2).joined(separator: "\n")
      #expect(next == 0 || body.hasPrefix(QuotedText.indent))
      #expect(body.count <= GetMessage.pieceCharacters + QuotedText.indent.count)
      shown += next == 0 ? body : String(body.dropFirst(QuotedText.indent.count))
    }
    for number in [0, 1, 5_000, 10_000, 16_499] { #expect(shown.contains("甲\(number) ")) }
    #expect(shown.filter { $0 == "甲" }.count == 16_500)
    #expect(shown.contains("\n    [14:13] Boss om_9: yes"))
    #expect(!shown.contains("more characters"))
  }

  @Test func saysHowToSeeTheRestOfOneOfSeveral() async throws {
    let bench = try Bench()
    let long = String(repeating: "x", count: GetMessage.pieceCharacters + 7)
    bench.transport.on(Self.get, Self.message("om_1", "text", ["text": .string(long)]))
    bench.transport.on(
      "GET /open-apis/im/v1/messages/om_2", Self.message("om_2", "text", ["text": "y"]))
    let result = try await reader(bench).run(
      try decoded(#"{"messages":["om_1","om_2"]}"#), bench.context())
    #expect(
      result.words.contains("[… 7 more characters; get_message of this one alone shows them]"))
  }

  @Test func saysWhereAMessageEnds() async throws {
    let bench = try Bench()
    bench.transport.on(Self.get, Self.message("om_1", "text", ["text": "x"]))
    let arguments: GetMessageArguments = try decoded(#"{"messages":"om_1","offset":500}"#)
    let error = await failure { () async throws(LarkFailure) in
      try await reader(bench).run(
        arguments, bench.context())
    }
    #expect(error?.words.hasPrefix("offset: the message ends at ") == true)
  }

  @Test func namesTheFile() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.get, Self.message("om_1", "file", ["file_key": "file_1", "file_name": "报告.txt"]))
    let result = try await reader(bench).run(
      try decoded(#"{"messages":"om_1"}"#), bench.context())
    #expect(result.words.contains("[file 报告.txt file_1]"))
    let message = result.structured?["messages"]?[0]
    #expect(message?["file_name"] == "报告.txt")
    #expect(message?["file_key"] == "file_1")
  }

  @Test(arguments: [
    #"{"messages":"om_1","offset":-1}"#, #"{"messages":["om_1","om_2"],"offset":1}"#,
  ])
  func refusesABadOffsetUnasked(_ json: String) async throws {
    let bench = try Bench()
    let arguments: GetMessageArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await reader(bench).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix("offset:") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test(arguments: [#"{"messages":"oc_1"}"#, #"{"messages":[]}"#, #"{"messages":["om_1",""]}"#])
  func refusesBadInputUnasked(_ json: String) async throws {
    let bench = try Bench()
    let arguments: GetMessageArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await reader(bench).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix("messages:") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: GetMessageArguments = try decoded(#"{"messages":["om_1"]}"#)
    try await Troubles(route: Self.get, answer: .data(#"{"items":[]}"#)) {
      (bench, context) throws(LarkFailure) in
      try await reader(bench).run(arguments, context)
    }.check()
  }
}
