import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ChangeChatTests {
  private static let create = "POST /open-apis/im/v1/chats"
  private static let update = "PUT /open-apis/im/v1/chats/oc_1"
  private static let lookUp = "POST /open-apis/contact/v3/users/batch_get_id"

  @Test func createsAChatWithPeopleAndBots() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.lookUp, .data(#"{"user_list":[{"user_id":"ou_2","email":"li@example.com"}]}"#))
    bench.transport.on(Self.create, .data(#"{"chat_id":"oc_9"}"#))
    let result = try await CreateChat.run(
      try decoded(
        #"""
        {"name":"项目","description":"d","people":["ou_1","cli_5"],"owner":"li@example.com",
        "threads":true,"public":true}
        """#), bench.client, bench.context())
    let request = try #require(bench.transport.requests(Self.create).first)
    #expect(request.query["user_id_type"] == "open_id")
    #expect(request.query["set_bot_manager"] == "true")
    #expect(request.query["uuid"]?.utf8.count == 36)
    #expect(
      bench.transport.bodies(Self.create) == [
        [
          "name": "项目", "description": "d", "owner_id": "ou_2", "user_id_list": ["ou_1", "ou_2"],
          "bot_id_list": ["cli_5"], "group_message_type": "thread", "chat_type": "public",
        ]
      ])
    #expect(result.words == "Created 项目 (oc_9) as the bot.")
  }

  @Test func changesNameOwnerAndPermissions() async throws {
    let bench = try Bench()
    bench.transport.on(Self.update, .data("{}"))
    _ = try await UpdateChat.run(
      try decoded(
        #"""
        {"chat":"oc_1","name":"B","description":"","owner":"on_1","type":"private",
        "owner_only":["add_members","edit"],"everyone":"urge"}
        """#), bench.client, bench.context())
    #expect(bench.transport.requests(Self.update)[0].query == ["user_id_type": "union_id"])
    #expect(
      bench.transport.bodies(Self.update) == [
        [
          "name": "B", "description": "", "chat_type": "private",
          "add_member_permission": "only_owner", "share_card_permission": "not_allowed",
          "edit_permission": "only_owner", "urgent_setting": "all_members", "owner_id": "on_1",
        ]
      ])
  }

  @Test func tellsWhomNobodyKnows() async throws {
    let bench = try Bench()
    bench.transport.on(Self.lookUp, .data(#"{"user_list":[{"email":"li@example.com"}]}"#))
    let arguments: CreateChatArguments = try decoded(#"{"name":"a","people":"li@example.com"}"#)
    let error = await failure { () async throws(LarkFailure) in
      try await CreateChat.run(arguments, bench.client, bench.context())
    }
    #expect(error?.words.hasPrefix("people: nobody with li@example.com") == true)
    #expect(bench.transport.requests(Self.create).isEmpty)
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    let long = String(repeating: "a", count: 101)
    for json in [
      #"{"name":" "}"#, #"{"name":"\#(long)"}"#, #"{"name":"a","description":"\#(long)"}"#,
      #"{"name":"a","people":"Li Lei"}"#, #"{"name":"a","owner":"oc_1"}"#,
    ] {
      let arguments: CreateChatArguments = try decoded(json)
      let error = await failure { () async throws(LarkFailure) in
        try await CreateChat.run(arguments, bench.client, bench.context())
      }
      #expect(error != nil)
    }
    for json in [
      #"{"chat":"oc_1"}"#, #"{"chat":"oc_1","type":"secret"}"#, #"{"chat":"oc_1","owner":"x y"}"#,
      #"{"chat":"oc_1","owner_only":"fly"}"#, #"{"chat":"om_1","name":"a"}"#,
      #"{"chat":"oc_1","owner_only":"edit","everyone":"edit"}"#,
    ] {
      let arguments: UpdateChatArguments = try decoded(json)
      let error = await failure { () async throws(LarkFailure) in
        try await UpdateChat.run(arguments, bench.client, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let creation: CreateChatArguments = try decoded(#"{"name":"a"}"#)
    try await Troubles(route: Self.create, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CreateChat.run(creation, bench.client, context)
    }.check()
    let change: UpdateChatArguments = try decoded(#"{"chat":"oc_1","name":"a"}"#)
    try await Troubles(route: Self.update, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await UpdateChat.run(change, bench.client, context)
    }.check()
  }
}
