import JSON
import Testing

@testable import MCP

@Suite struct ListenRequestTests {
  static func request(
    id: String = "1", filter: SubscriptionFilter = SubscriptionFilter()
  ) throws -> ListenRequest {
    ListenRequest(id: Array(id.utf8), filter: filter, rendered: try rendered())
  }

  /// What the server of the tests says about itself.
  static func rendered() throws -> RenderedServer {
    try ToolResultWriterTests.call(.july2026).rendered
  }

  private func filter(_ json: String) throws -> SubscriptionFilter {
    let document = try JSONDocument(parsing: Array(json.utf8))
    return try SubscriptionFilter(document, document.member(document.root, "notifications"))
  }

  @Test(arguments: [
    ("{}", SubscriptionFilter()),
    (#"{"toolsListChanged":true}"#, SubscriptionFilter(lists: .tools)),
    (#"{"promptsListChanged":true,"toolsListChanged":false}"#, SubscriptionFilter(lists: .prompts)),
    (#"{"resourcesListChanged":true,"taskIds":["t"]}"#, SubscriptionFilter(lists: .resources)),
    (
      #"{"resourceSubscriptions":["r:1","r:2","r:1"]}"#,
      SubscriptionFilter(uris: ["r:1", "r:2"])
    ),
    (#"{"resourceSubscriptions":[]}"#, SubscriptionFilter()),
  ])
  func aFilterIsRead(_ json: String, _ expected: SubscriptionFilter) throws {
    #expect(try filter(#"{"notifications":\#(json)}"#) == expected)
  }

  @Test(arguments: [
    "{}", #"{"notifications":1}"#, #"{"notifications":{"toolsListChanged":1}}"#,
    #"{"notifications":{"promptsListChanged":null}}"#,
    #"{"notifications":{"resourceSubscriptions":"r:1"}}"#,
    #"{"notifications":{"resourceSubscriptions":[1]}}"#,
  ])
  func aFilterThatIsNoneIsRefused(_ json: String) throws {
    let error = try #require(throws: ProtocolError.self) { try filter(json) }
    #expect(error.code == .invalidParams)
    #expect(error.message.contains("params.notifications"))
  }

  @Test(arguments: [("7", JSONValue(7)), (#""a\"b""#, JSONValue("a\"b"))])
  func theAcknowledgementGrantsWhatWasAskedFor(_ id: String, _ value: JSONValue) throws {
    let filter = SubscriptionFilter(lists: [.tools, .resources], uris: ["r:1", "r:\"2"])
    let message = try JSONValue(
      parsing: Self.request(id: id, filter: filter).acknowledged())
    let expected: JSONValue = [
      "jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged",
      "params": [
        "_meta": ["io.modelcontextprotocol/subscriptionId": value],
        "notifications": [
          "toolsListChanged": true, "resourcesListChanged": true,
          "resourceSubscriptions": ["r:1", "r:\"2"],
        ],
      ],
    ]
    #expect(message == expected)
    ReplyCheck.record(message, "SubscriptionsAcknowledgedNotification", .july2026)
  }

  @Test func nothingAskedForIsNothingGranted() throws {
    let message = try JSONValue(parsing: Self.request().acknowledged())
    #expect(message["params"]?["notifications"] == [:])
    ReplyCheck.record(message, "SubscriptionsAcknowledgedNotification", .july2026)
  }

  @Test(arguments: [("7", JSONValue(7)), (#""x""#, JSONValue("x"))])
  func theEndNamesTheSubscription(_ id: String, _ value: JSONValue) throws {
    let reply = try Self.request(id: id).ended()
    let result = try ReplyCheck.result(reply, "SubscriptionsListenResult", .july2026)
    #expect(result["_meta"]?["io.modelcontextprotocol/subscriptionId"] == value)
    #expect(try JSONValue(parsing: reply.body)["id"] == value)
  }
}
