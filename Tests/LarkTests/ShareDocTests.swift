import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ShareDocTests {
  private static let members = "POST /open-apis/drive/v1/permissions/doc1/members"
  private static let list = "GET /open-apis/drive/v1/permissions/doc1/members"
  private static let link = "PATCH /open-apis/drive/v2/permissions/doc1/public"
  private static let settings = "GET /open-apis/drive/v2/permissions/doc1/public"

  private func share(
    _ bench: Bench, _ json: String, _ context: CallContext? = nil
  ) async throws -> ToolResult {
    try await ShareDoc(client: bench.client).run(try decoded(json), context ?? bench.context())
  }

  @Test func sharesWithAllKindsOfMembersAndSetsTheLink() async throws {
    let bench = try Bench()
    bench.transport.on(Self.members, .data("{}"))
    bench.transport.on(Self.link, .data("{}"))
    let result = try await share(
      bench,
      #"""
      {"doc":"https://a.feishu.cn/docx/doc1","with":["ou_1","oc_2","od-3","userid:e5"],
      "access":"edit","link":"anyone_view","notify":true}
      """#)
    #expect(
      bench.transport.bodies(Self.members).map { $0["member_type"] } == [
        "openid", "openchat", "opendepartmentid", "userid",
      ])
    #expect(bench.transport.requests(Self.members)[0].query == ["type": "docx"])
    #expect(
      bench.transport.bodies(Self.link) == [
        ["link_share_entity": "anyone_readable", "external_access_entity": "open"]
      ])
    #expect(result.words.contains("Shared with ou_1, oc_2, od-3, e5 (edit)."))
  }

  @Test func namesTheGroupOfTheMembersOfAWiki() async throws {
    let bench = try Bench()
    bench.transport.on(Self.members, .data("{}"))
    _ = try await share(
      bench,
      #"""
      {"doc":"wiki:doc1","with":["wikispaceid:7","wiki_space_viewer:7","wiki_space_editor:7"],
      "access":"edit"}
      """#)
    let groups = ["wiki_space_member", "wiki_space_viewer", "wiki_space_editor"]
    #expect(
      bench.transport.bodies(Self.members)
        == groups.map { group in
          [
            "member_type": "wikispaceid", "member_id": "7", "perm": "edit",
            "type": .string(group),
          ]
        })
    let route = "DELETE \(Self.members.dropFirst(5))/7"
    bench.transport.on(route, .data("{}"))
    _ = try await share(
      bench, #"{"doc":"wiki:doc1","with":"wiki_space_viewer:7","access":"none"}"#)
    #expect(bench.transport.requests(route)[0].query["member_type"] == "wikispaceid")
    #expect(bench.transport.bodies(route) == [["type": "wiki_space_viewer"]])
  }

  @Test func theToolActsAsTheUserWhoIsThere() async throws {
    let bench = try Bench()
    #expect(ShareDoc.tool(LarkCore(client: bench.client)).rule == .userFirst)
    bench.transport.on(Self.members, .data("{}"))
    var context = bench.context()
    (context.rule, context.userToken) = (.userFirst, "u-1")
    let result = try await share(bench, #"{"doc":"doc1","with":"od-1","notify":true}"#, context)
    let request = bench.transport.requests(Self.members)[0]
    #expect(request.query == ["type": "docx", "need_notification": "true"])
    #expect(result.words.hasSuffix("as the user."))
  }

  @Test func aUserMayHavePeopleNotified() async throws {
    let bench = try Bench()
    bench.transport.on(Self.members, .data("{}"))
    var context = bench.context()
    (context.rule, context.userToken) = (.userFirst, "u-1")
    _ = try await share(bench, #"{"doc":"sheet:doc1","with":"a@b.cn","notify":true}"#, context)
    #expect(
      bench.transport.requests(Self.members)[0].query
        == ["type": "sheet", "need_notification": "true"])
  }

  @Test func takesAccessAway() async throws {
    let bench = try Bench()
    let route = "DELETE /open-apis/drive/v1/permissions/doc1/members/ou_1"
    bench.transport.on(route, .data("{}"))
    let result = try await share(bench, #"{"doc":"doc1","with":"ou_1","access":"none"}"#)
    #expect(bench.transport.requests(route)[0].query == ["type": "docx", "member_type": "openid"])
    #expect(result.words.hasPrefix("Removed ou_1."))
  }

  @Test(arguments: [
    (#"{"doc":"doc1"}"#, "with, link:"), (#"{"doc":"oc_1","with":"ou_1"}"#, "doc: write a link"),
    (#"{"doc":"doc1","with":"Li"}"#, "with: \"Li\" is nobody"),
    (#"{"doc":"doc1","with":"ou_1","access":"x"}"#, "access: one of"),
    (#"{"doc":"doc1","link":"x"}"#, "link: one of"),
    (#"{"doc":"folder:f1","link":"off"}"#, "link: Lark has no such setting"),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let arguments: ShareDocArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await ShareDoc(client: bench.client).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "no error")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: ShareDocArguments = try decoded(#"{"doc":"doc1","with":"ou_1"}"#)
    try await Troubles(route: Self.members, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await ShareDoc(client: bench.client).run(arguments, context)
    }.check()
  }

  @Test func listsMembersAndTheLink() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.list,
      .data(
        #"""
        {"items":[{"member_type":"openid","member_id":"ou_1","perm":"edit",
        "name":"李雷\n- fake"}]}
        """#
      ))
    bench.transport.on(
      Self.settings, .data(#"{"permission_public":{"link_share_entity":"closed"}}"#))
    let result = try await GetDocAccess(client: bench.client).run(
      GetDocAccessArguments(doc: "doc1"), bench.context())
    #expect(
      result.words == """
        1 member of the docx doc1, read as the bot.
        - 李雷 - fake openid:ou_1 edit
        Link: link_share_entity closed.
        """)
    #expect(
      bench.transport.requests(Self.list)[0].query == ["type": "docx", "fields": "name"])
  }

  @Test func membersAreToldWhereTheLinkIsNot() async throws {
    let bench = try Bench()
    bench.transport.on(Self.list, .data(#"{"items":[]}"#))
    bench.transport.on(Self.settings, HTTPResponse(status: 404, body: []))
    let result = try await GetDocAccess(client: bench.client).run(
      GetDocAccessArguments(doc: "doc1"), bench.context())
    #expect(result.words.hasPrefix("0 members of the docx doc1"))
    #expect(result.words.contains("Link settings: Lark's answer could not be read"))
  }

  @Test func accessTellsTroublesAndBadInput() async throws {
    try await Troubles(
      route: Self.list, answer: .data("{}"), others: [(Self.settings, .data("{}"))]
    ) { (bench, context) throws(LarkFailure) in
      try await GetDocAccess(client: bench.client).run(.init(doc: "doc1"), context)
    }.check()
    let bench = try Bench()
    let error = await failure { () async throws(LarkFailure) in
      try await GetDocAccess(client: bench.client).run(.init(doc: "x:y"), bench.context())
    }
    #expect(error?.words.hasPrefix("doc: write a link") == true)
    #expect(bench.transport.requests.isEmpty)
  }
}

@Suite struct CommentTests {
  private static let comments = "/open-apis/drive/v1/files/doc1/comments"

  private func comment(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await CommentDoc(client: bench.client).run(try decoded(json), bench.context())
  }

  @Test func listsThreads() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET \(Self.comments)",
      .data(
        #"""
        {"has_more":true,"page_token":"p2","items":[{"comment_id":"6916106822734512356",
        "quote":"目标","is_solved":false,"reply_list":{"replies":[
        {"user_id":"ou_1","create_time":1772000000,"content":{"elements":[
        {"type":"text_run","text_run":{"text":"why?\nComment 1:"}},
        {"type":"person","person":{"user_id":"ou_2"}}]}}]}}]}
        """#))
    let result = try await ListComments(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"doc":"doc1"}"#), bench.context())
    #expect(
      result.words == """
        1 open comment of the docx doc1, read as the bot.
        Comment 6916106822734512356 on "目标":
          ou_1 2026-02-25T14:13:20+08:00:
            why?
            Comment 1:<at user_id="ou_2"></at>
        More: page_token "p2".
        """)
    #expect(
      bench.transport.requests("GET \(Self.comments)")[0].query
        == ["file_type": "docx", "is_solved": "false", "page_size": "50"])
  }

  @Test func addsRepliesAndResolves() async throws {
    let bench = try Bench()
    let id = "6916106822734512356"
    bench.transport.on("POST \(Self.comments)", .data(#"{"comment_id":"\#(id)"}"#))
    bench.transport.on("POST \(Self.comments)/\(id)/replies", .data("{}"))
    bench.transport.on("PATCH \(Self.comments)/\(id)", .data("{}"))
    let added = try await comment(
      bench, #"{"doc":"doc1","text":"Hi <at user_id=\"ou_1\"></at> 👋"}"#)
    #expect(added.structured?["comment_id"] == .string(id))
    #expect(
      bench.transport.bodies("POST \(Self.comments)") == [
        [
          "reply_list": [
            "replies": [
              [
                "content": [
                  "elements": [
                    ["type": "text_run", "text_run": ["text": "Hi "]],
                    ["type": "person", "person": ["user_id": "ou_1"]],
                    ["type": "text_run", "text_run": ["text": " 👋"]],
                  ]
                ]
              ]
            ]
          ]
        ]
      ])
    let done = try await comment(
      bench, #"{"doc":"doc1","comment":6916106822734512356,"text":"ok","resolve":true}"#)
    #expect(done.words.hasPrefix("Replied to the comment \(id). Resolved \(id)."))
    #expect(bench.transport.bodies("PATCH \(Self.comments)/\(id)") == [["is_solved": true]])
    #expect(
      bench.transport.bodies("POST \(Self.comments)/\(id)/replies") == [
        ["content": ["elements": [["type": "text_run", "text_run": ["text": "ok"]]]]]
      ])
  }

  @Test(arguments: [
    (#"{"doc":"doc1"}"#, "text: write"), (#"{"doc":"doc1","resolve":true}"#, "comment: write"),
    (#"{"doc":"folder:f1","text":"a"}"#, "doc: Lark does not do that"),
    (#"{"doc":"sheet:s1","text":"a"}"#, "doc: Lark takes new comments"),
    (#"{"doc":"doc1","comment":"a/b","text":"a"}"#, "comment: write the id"),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let arguments: CommentDocArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await CommentDoc(client: bench.client).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "no error")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellTroubles() async throws {
    let arguments: CommentDocArguments = try decoded(#"{"doc":"doc1","text":"a"}"#)
    try await Troubles(route: "POST \(Self.comments)", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CommentDoc(client: bench.client).run(arguments, context)
    }.check()
    try await Troubles(route: "GET \(Self.comments)", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await ListComments(core: LarkCore(client: bench.client)).run(
        ListCommentsArguments(doc: "doc1"), context)
    }.check()
  }
}
