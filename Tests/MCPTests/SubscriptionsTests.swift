import JSON
import Testing

@testable import MCP

@Suite struct SubscriptionsTests {
  private static let session = SessionID("s".utf8)
  private static let other = SessionID("t".utf8)

  private func listen(
    _ id: String, _ lists: ChangedLists = [], _ uris: [String] = []
  ) -> Listener {
    .listen(id: Array(id.utf8), filter: SubscriptionFilter(lists: lists, uris: uris))
  }

  private func told(
    _ subscriptions: Subscriptions, _ event: ChangeEvent
  ) throws -> [ListenerID: JSONValue] {
    var told: [ListenerID: JSONValue] = [:]
    for (id, bytes) in subscriptions.receivers(of: event) {
      #expect(told[id] == nil, "told twice")
      told[id] = try JSONValue(parsing: bytes)
    }
    return told
  }

  @Test func aListenStreamHearsWhatItAskedForAndNothingElse() throws {
    var subscriptions = Subscriptions()
    let tools = try subscriptions.add(listen("1", .tools)).id
    let prompts = try subscriptions.add(listen("\"p\"", [.prompts, .tools])).id
    let resource = try subscriptions.add(listen("3", [], ["r:1"])).id
    #expect(Set(try told(subscriptions, .list(.tools)).keys) == [tools, prompts])
    #expect(Set(try told(subscriptions, .list(.prompts)).keys) == [prompts])
    #expect(try told(subscriptions, .list(.resources)).isEmpty)
    #expect(Set(try told(subscriptions, .resource(uri: "r:1")).keys) == [resource])
    #expect(try told(subscriptions, .resource(uri: "r:2")).isEmpty)
  }

  @Test func whatIsWithheldIsNeverTold() throws {
    var subscriptions = Subscriptions()
    var filter = SubscriptionFilter(uris: ["r:1", "r:2"])
    filter.withheld = ["r:1"]
    let (id, first) = try subscriptions.add(.listen(id: Array("1".utf8), filter: filter))
    #expect(first == ["r:2"])
    #expect(try told(subscriptions, .resource(uri: "r:1")).isEmpty)
    #expect(Set(try told(subscriptions, .resource(uri: "r:2")).keys) == [id])
    #expect(subscriptions.remove(id) == ["r:2"])
    // Nothing is left of it: the next one is the first again.
    #expect(try subscriptions.add(listen("2", [], ["r:1", "r:2"])).first == ["r:1", "r:2"])
  }

  @Test func itsMessagesNameItInItsOwnType() throws {
    var subscriptions = Subscriptions()
    let number = try subscriptions.add(listen("17", .all, ["r:\"1"])).id
    let text = try subscriptions.add(listen(#""17""#, .all, ["r:\"1"])).id
    let lists: [(ChangedLists, String, String)] = [
      (.tools, "tools", "ToolListChangedNotification"),
      (.prompts, "prompts", "PromptListChangedNotification"),
      (.resources, "resources", "ResourceListChangedNotification"),
    ]
    for (list, name, definition) in lists {
      let messages = try told(subscriptions, .list(list))
      for (listener, id) in [(number, JSONValue(17)), (text, JSONValue("17"))] {
        let expected: JSONValue = [
          "jsonrpc": "2.0", "method": .string("notifications/\(name)/list_changed"),
          "params": ["_meta": ["io.modelcontextprotocol/subscriptionId": id]],
        ]
        #expect(messages[listener] == expected)
        ReplyCheck.record(expected, definition, .july2026)
      }
    }
    let updated = try #require(try told(subscriptions, .resource(uri: "r:\"1"))[text])
    let expected: JSONValue = [
      "jsonrpc": "2.0", "method": "notifications/resources/updated",
      "params": ["_meta": ["io.modelcontextprotocol/subscriptionId": "17"], "uri": "r:\"1"],
    ]
    #expect(updated == expected)
    ReplyCheck.record(updated, "ResourceUpdatedNotification", .july2026)
  }

  @Test func aLegacyStreamHearsOfEveryListAndOfItsOwnResources() throws {
    var subscriptions = Subscriptions()
    let session = try #require(Self.session)
    let stream = try subscriptions.add(.stream(session: session)).id
    let other = try subscriptions.add(.stream(session: Self.other)).id
    let nameless = try subscriptions.add(.stream(session: nil)).id
    #expect(try subscriptions.subscribe(session: session, uri: "r:1"))
    let lists = try told(subscriptions, .list(.prompts))
    #expect(Set(lists.keys) == [stream, other, nameless])
    let message: JSONValue = [
      "jsonrpc": "2.0", "method": "notifications/prompts/list_changed",
    ]
    #expect(lists[stream] == message)
    ReplyCheck.record(message, "PromptListChangedNotification", .march2025)
    let updates = try told(subscriptions, .resource(uri: "r:1"))
    let update: JSONValue = [
      "jsonrpc": "2.0", "method": "notifications/resources/updated", "params": ["uri": "r:1"],
    ]
    #expect(updates == [stream: update])
    ReplyCheck.record(update, "ResourceUpdatedNotification", .november2025)
  }

  @Test func severalListsAtOnceAreSeveralMessages() throws {
    var subscriptions = Subscriptions()
    _ = try subscriptions.add(listen("1", .all))
    #expect(subscriptions.receivers(of: .list([.tools, .resources])).count == 2)
  }

  @Test func onlyTheNewestStreamOfASessionIsTold() throws {
    var subscriptions = Subscriptions()
    let session = try #require(Self.session)
    let first = try subscriptions.add(.stream(session: session)).id
    let second = try subscriptions.add(.stream(session: session)).id
    _ = try subscriptions.subscribe(session: session, uri: "r:1")
    for event in [ChangeEvent.list(.tools), .resource(uri: "r:1")] {
      #expect(Array(try told(subscriptions, event).keys) == [second])
    }
    #expect(subscriptions.remove(second).isEmpty)
    for event in [ChangeEvent.list(.tools), .resource(uri: "r:1")] {
      #expect(Array(try told(subscriptions, event).keys) == [first])
    }
  }

  @Test func firstAndLastSubscribersAreReported() throws {
    var subscriptions = Subscriptions()
    let session = try #require(Self.session)
    let added = try subscriptions.add(listen("1", [], ["r:1", "r:2", "r:1"]))
    #expect(added.first == ["r:1", "r:2"])
    #expect(try subscriptions.add(listen("2", [], ["r:2", "r:3"])).first == ["r:3"])
    #expect(try !subscriptions.subscribe(session: session, uri: "r:1"))
    #expect(try subscriptions.subscribe(session: session, uri: "r:4"))
    #expect(try !subscriptions.subscribe(session: session, uri: "r:4"))
    #expect(subscriptions.remove(added.id).isEmpty)
    #expect(subscriptions.remove(added.id).isEmpty)
    #expect(subscriptions.unsubscribe(session: session, uri: "r:1") == true)
    #expect(subscriptions.unsubscribe(session: session, uri: "r:1") == false)
    #expect(subscriptions.unsubscribe(session: session, uri: "r:3") == false)
    #expect(subscriptions.removeSession(session) == ["r:4"])
    #expect(subscriptions.removeSession(session).isEmpty)
    #expect(try subscriptions.subscribe(session: session, uri: "r:1"))
  }

  @Test func theLastListenerTakesItsResourcesAlong() throws {
    var subscriptions = Subscriptions()
    let id = try subscriptions.add(listen("1", .tools, ["r:1", "r:2"])).id
    #expect(subscriptions.remove(id) == ["r:1", "r:2"])
    #expect(subscriptions.count == 0)
    #expect(subscriptions.receivers(of: .list(.tools)).isEmpty)
    #expect(subscriptions.receivers(of: .resource(uri: "r:1")).isEmpty)
  }

  @Test func aSessionThatGoesKeepsItsStreamForLists() throws {
    var subscriptions = Subscriptions()
    let session = try #require(Self.session)
    let id = try subscriptions.add(.stream(session: session)).id
    _ = try subscriptions.subscribe(session: session, uri: "r:1")
    #expect(subscriptions.removeSession(session) == ["r:1"])
    #expect(subscriptions.receivers(of: .resource(uri: "r:1")).isEmpty)
    #expect(subscriptions.receivers(of: .list(.tools)).map(\.id) == [id])
  }

  @Test func sessionsWithAStreamAreOpen() throws {
    var subscriptions = Subscriptions()
    let session = try #require(Self.session)
    let other = try #require(Self.other)
    _ = try subscriptions.subscribe(session: session, uri: "r:1")
    _ = try subscriptions.add(.stream(session: nil))
    #expect(subscriptions.openSessions.isEmpty)
    let id = try subscriptions.add(.stream(session: session)).id
    _ = try subscriptions.add(.stream(session: other))
    #expect(Set(subscriptions.openSessions) == [session, other])
    #expect(subscriptions.remove(id).isEmpty)
    #expect(subscriptions.openSessions == [other])
  }

  @Test func subscriptionsOutliveTheStream() throws {
    var subscriptions = Subscriptions()
    let session = try #require(Self.session)
    _ = try subscriptions.subscribe(session: session, uri: "r:1")
    #expect(subscriptions.receivers(of: .resource(uri: "r:1")).isEmpty)
    let first = try subscriptions.add(.stream(session: session)).id
    #expect(subscriptions.remove(first).isEmpty)
    let second = try subscriptions.add(.stream(session: session)).id
    #expect(subscriptions.receivers(of: .resource(uri: "r:1")).map(\.id) == [second])
  }
}

@Suite struct SubscriptionLimitTests {
  private static let session = SessionID("s".utf8)

  private func listen(_ uris: [String], id: String = "1") -> Listener {
    .listen(id: Array(id.utf8), filter: SubscriptionFilter(uris: uris))
  }

  @Test func theUsualBounds() {
    let limits = SubscriptionLimits()
    #expect(limits.listeners == 10_000)
    #expect(limits.urisPerSubscriber == 1_000)
    #expect(limits.uriBytes == 2_048)
    #expect(limits.idBytes == 256)
    #expect(limits.totalBytes == 67_108_864)
  }

  @Test func listenersAreBounded() throws {
    var limits = SubscriptionLimits()
    limits.listeners = 2
    var subscriptions = Subscriptions(limits: limits)
    let first = try subscriptions.add(listen(["r:1"])).id
    _ = try subscriptions.add(.stream(session: Self.session))
    #expect(throws: SubscriptionLimit.listeners(2)) { try subscriptions.add(listen([])) }
    #expect(throws: SubscriptionLimit.listeners(2)) {
      try subscriptions.add(.stream(session: nil))
    }
    _ = subscriptions.remove(first)
    _ = try subscriptions.add(listen([]))
  }

  @Test func resourcesOfOneSubscriberAreBounded() throws {
    var limits = SubscriptionLimits()
    limits.urisPerSubscriber = 2
    var subscriptions = Subscriptions(limits: limits)
    let session = try #require(Self.session)
    #expect(throws: SubscriptionLimit.uris(2)) {
      try subscriptions.add(listen(["r:1", "r:2", "r:3"]))
    }
    #expect(subscriptions.count == 0)
    _ = try subscriptions.add(listen(["r:1", "r:2", "r:1"]))
    for uri in ["r:1", "r:2"] { _ = try subscriptions.subscribe(session: session, uri: uri) }
    #expect(throws: SubscriptionLimit.uris(2)) {
      try subscriptions.subscribe(session: session, uri: "r:3")
    }
    #expect(try !subscriptions.subscribe(session: session, uri: "r:2"))
  }

  @Test func textsAreBounded() throws {
    var limits = SubscriptionLimits()
    limits.uriBytes = 3
    limits.idBytes = 3
    var subscriptions = Subscriptions(limits: limits)
    let session = try #require(Self.session)
    _ = try subscriptions.add(listen(["r:1"], id: "123"))
    _ = try subscriptions.subscribe(session: session, uri: "r:1")
    #expect(throws: SubscriptionLimit.uriBytes(3)) { try subscriptions.add(listen(["r:12"])) }
    #expect(throws: SubscriptionLimit.uriBytes(3)) {
      try subscriptions.subscribe(session: session, uri: "r:12")
    }
    #expect(throws: SubscriptionLimit.idBytes(3)) {
      try subscriptions.add(listen([], id: "1234"))
    }
  }

  @Test func allSubscriptionsTogetherAreBounded() throws {
    var limits = SubscriptionLimits()
    limits.totalBytes = 2 * (SubscriptionLimits.subscriptionBytes + 3)
    var subscriptions = Subscriptions(limits: limits)
    let session = try #require(Self.session)
    let first = try subscriptions.add(listen(["r:1"])).id
    _ = try subscriptions.subscribe(session: session, uri: "r:1")
    #expect(throws: SubscriptionLimit.totalBytes) { try subscriptions.add(listen(["r:2"])) }
    #expect(throws: SubscriptionLimit.totalBytes) {
      try subscriptions.subscribe(session: session, uri: "r:2")
    }
    _ = subscriptions.remove(first)
    let second = try subscriptions.add(listen(["r:2"])).id
    #expect(throws: SubscriptionLimit.totalBytes) { try subscriptions.add(listen(["r:3"])) }
    #expect(subscriptions.unsubscribe(session: session, uri: "r:1") == true)
    #expect(subscriptions.remove(second) == ["r:2"])
    _ = try subscriptions.add(listen(["r:3", "r:4"]))
  }

  @Test(arguments: [
    (SubscriptionLimit.listeners(1), -32603, 500), (.totalBytes, -32603, 500),
    (.uris(1), -32602, 400), (.uriBytes(1), -32602, 400), (.idBytes(1), -32602, 400),
    (.shuttingDown, -32603, 500), (.notHere, -32600, 400),
  ])
  func aListenRequestIsRefusedForWhatItIs(
    _ limit: SubscriptionLimit, _ code: Int, _ status: Int
  ) throws {
    let request = try ListenRequestTests.request(id: #""x""#)
    try ReplyCheck.error(.reply(request.refused(limit)), code, status: status, id: "x")
  }
}
