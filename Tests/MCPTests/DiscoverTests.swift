import JSON
import MCP
import Testing

@Suite struct DiscoverTests {
  let server = Fixture.server

  @Test func tellsVersionsCapabilitiesAndIdentity() throws {
    let result = try ReplyCheck.result(
      server.receive(Message.modern("server/discover"), Fields.modern("server/discover")),
      "DiscoverResult", .july2026)
    #expect(result["supportedVersions"] == ["2026-07-28"])
    #expect(result["instructions"] == "Use the tools.")
    #expect(result["cacheScope"] == "public")
    #expect((result["ttlMs"]?.integer ?? -1) >= 0)
    let info = result["_meta"]?["io.modelcontextprotocol/serverInfo"]
    #expect(info == ["name": "toolrack", "version": "1.2.3", "title": "Toolrack"])
  }

  /// What is announced answers, and what is not announced does not.
  @Test func announcesWhatIsServed() throws {
    let result = try ReplyCheck.result(
      server.receive(Message.modern("server/discover"), nil), "DiscoverResult", .july2026)
    #expect(result["capabilities"] == Self.capabilities)
    for (method, definition) in [
      ("tools/list", "ListToolsResult"), ("prompts/list", "ListPromptsResult"),
      ("resources/list", "ListResourcesResult"),
      ("resources/templates/list", "ListResourceTemplatesResult"),
    ] {
      _ = try ReplyCheck.result(
        server.receive(Message.modern(method), Fields.modern(method)), definition, .july2026)
    }
  }

  static let capabilities: JSONValue = [
    "tools": ["listChanged": true], "prompts": ["listChanged": true],
    "resources": ["subscribe": true, "listChanged": true], "logging": [:], "completions": [:],
  ]

  @Test(arguments: Revision.allCases)
  func completionIsAnnouncedWhereSomebodyCompletes(_ revision: Revision) throws {
    for hasCompletion in [true, false] {
      let lists = Fixture.lists.with(hasCompletion: hasCompletion)
      let action =
        revision.isModern
        ? server.receive(Message.modern("server/discover"), nil, lists: lists)
        : server.receive(Message.initialize("\(revision.text)"), nil, lists: lists)
      let result = try ReplyCheck.result(
        action, revision.isModern ? "DiscoverResult" : "InitializeResult", revision)
      var expected = try #require(Self.capabilities.object)
      if !hasCompletion { expected["completions"] = nil }
      #expect(result["capabilities"] == .object(expected))
    }
  }

  /// The methods are served all the same, and a plugin may offer its first item at any time.
  @Test func promptsAndResourcesAreAnnouncedBeforeThereAreAny() throws {
    let result = try ReplyCheck.result(
      server.receive(Message.modern("server/discover"), nil, lists: .empty(generation: 1)),
      "DiscoverResult", .july2026)
    var expected = try #require(Self.capabilities.object)
    expected["completions"] = nil
    #expect(result["capabilities"] == .object(expected))
  }

  @Test func tasksAreAnnouncedOnlyToModernClientsAndOnlyWhereTheyAreServed() throws {
    let server = MCPServer(identity: Fixture.identity, options: MCPOptions(servesTasks: true))
    let discover = try ReplyCheck.result(
      server.receive(Message.modern("server/discover"), nil), "DiscoverResult", .july2026)
    #expect(discover["capabilities"]?["extensions"] == ["io.modelcontextprotocol/tasks": [:]])
    let initialize = try ReplyCheck.result(
      server.receive(Message.initialize("2025-11-25"), nil), "InitializeResult", .november2025)
    #expect(initialize["capabilities"] == Self.capabilities)
  }

  @Test func cachePolicyIsThatOfTheServer() throws {
    let server = MCPServer(
      identity: Fixture.identity,
      cache: CachePolicy(listMilliseconds: 5, discoverMilliseconds: 6, scope: .private))
    let discover = try ReplyCheck.result(
      server.receive(Message.modern("server/discover"), nil), "DiscoverResult", .july2026)
    #expect(discover["ttlMs"] == 6)
    #expect(discover["cacheScope"] == "private")
    let list = try ReplyCheck.result(
      server.receive(Message.modern("tools/list"), nil), "ListToolsResult", .july2026)
    #expect(list["ttlMs"] == 5)
    #expect(list["cacheScope"] == "private")
  }

  @Test func titleAndInstructionsAreOptional() throws {
    let server = MCPServer(identity: ServerIdentity(name: "toolrack", version: "1.2.3"))
    let result = try ReplyCheck.result(
      server.receive(Message.modern("server/discover"), nil), "DiscoverResult", .july2026)
    #expect(result["instructions"] == nil)
    #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["title"] == nil)
  }
}

@Suite struct InitializeTests {
  let server = Fixture.server

  @Test(arguments: [
    ("2025-03-26", Revision.march2025), ("2025-06-18", .june2025),
    ("2025-11-25", .november2025), ("2026-07-28", .november2025), ("2024-11-05", .november2025),
    ("1.0", .november2025), ("", .november2025),
  ])
  func settlesOnTheRevisionOrTheLatestLegacyOne(_ asked: String, _ settled: Revision) throws {
    for fields in [nil, Fields.legacy(nil), Fields.legacy("2025-06-18")] {
      let action = server.receive(Message.initialize(asked), fields)
      let result = try ReplyCheck.result(action, "InitializeResult", settled)
      #expect(result["protocolVersion"] == .string("\(settled.text)"))
      #expect(action.reply?.negotiated == settled)
    }
  }

  @Test func tellsIdentityAndCapabilities() throws {
    let result = try ReplyCheck.result(
      server.receive(Message.initialize("2025-11-25"), nil), "InitializeResult", .november2025)
    #expect(
      result["serverInfo"] == ["name": "toolrack", "version": "1.2.3", "title": "Toolrack"])
    #expect(result["instructions"] == "Use the tools.")
    #expect(result["capabilities"] == DiscoverTests.capabilities)
  }

  @Test(arguments: [(#"{"roots":{}}"#, #"{"roots":{}}"#), ("[]", nil), (nil, nil)])
  func whatTheClientDeclaredIsHandedOn(_ declared: String?, _ expected: String?) throws {
    let member = declared.map { #","capabilities":\#($0)"# } ?? ""
    let reply = try #require(
      server.receive(
        Message.legacy("initialize", #""protocolVersion":"2025-06-18"\#(member)"#), nil
      ).reply)
    #expect(reply.declaredCapabilities.map { String(decoding: $0, as: UTF8.self) } == expected)
  }

  @Test func theOldestRevisionKnowsNoTitle() throws {
    let result = try ReplyCheck.result(
      server.receive(Message.initialize("2025-03-26"), nil), "InitializeResult", .march2025)
    #expect(result["serverInfo"] == ["name": "toolrack", "version": "1.2.3"])
  }

  @Test(arguments: ["", #""protocolVersion":1"#, #""protocolVersion":null"#])
  func theVersionMustBeAString(_ params: String) throws {
    try ReplyCheck.error(
      server.receive(Message.legacy("initialize", params), Fields.legacy(nil)), -32602,
      status: 200, .march2025)
  }

  @Test func withModernMetadataThereIsNoHandshake() throws {
    let body = Message.modern("initialize", #""protocolVersion":"2025-11-25""#)
    try ReplyCheck.error(
      server.receive(body, Fields.modern("initialize")), -32601, status: 404)
    try ReplyCheck.error(server.receive(body, nil), -32601, status: 404)
  }

  @Test func pingAnswersInTheLegacyEra() throws {
    for header in [nil, "2025-03-26", "2025-06-18", "2025-11-25"] {
      let result = try ReplyCheck.result(
        server.receive(Message.legacy("ping", nil), Fields.legacy(header)), "EmptyResult",
        .november2025)
      #expect(result == [:])
    }
  }
}
