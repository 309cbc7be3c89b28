import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct UrgeMessageTests {
  private static let app = "PATCH /open-apis/im/v1/messages/om_1/urgent_app"
  private static let lookUp = "POST /open-apis/contact/v3/users/batch_get_id"

  @Test func urgesPeopleByAnyForm() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.lookUp,
      .data(
        #"""
        {"user_list":[{"user_id":"ou_2","email":"li@example.com"},
        {"user_id":"ou_3","mobile":"+8613800000000"}]}
        """#))
    bench.transport.on(Self.app, .data(#"{"invalid_user_id_list":["ou_3"]}"#))
    let result = try await UrgeMessage.run(
      try decoded(
        #"{"message":"om_1","people":["ou_1","li@example.com","+86 138-0000-0000"]}"#),
      bench.client, bench.context())
    #expect(
      bench.transport.bodies(Self.lookUp)
        == [["emails": ["li@example.com"], "mobiles": ["+8613800000000"]]])
    #expect(bench.transport.bodies(Self.app) == [["user_id_list": ["ou_1", "ou_2", "ou_3"]]])
    #expect(bench.transport.requests(Self.app)[0].query == ["user_id_type": "open_id"])
    #expect(result.structured == ["reached": ["ou_1", "ou_2"], "invalid": ["ou_3"]])
  }

  @Test(arguments: ["sms", "phone"])
  func urgesBySMSAndPhone(_ by: String) async throws {
    let bench = try Bench()
    let route = "PATCH /open-apis/im/v1/messages/om_1/urgent_\(by)"
    bench.transport.on(route, .data("{}"))
    _ = try await UrgeMessage.run(
      try decoded(#"{"message":"om_1","people":"on_1","by":"\#(by)"}"#), bench.client,
      bench.context())
    #expect(bench.transport.requests(route)[0].query == ["user_id_type": "union_id"])
  }

  /// Whether people were called is not known then, so that nobody is called twice.
  @Test func isNotRepeatedWhereItMayHaveBeenDone() async throws {
    let bench = try Bench()
    bench.transport.on(Self.app, .refusal(1, status: 500))
    let arguments: UrgeMessageArguments = try decoded(#"{"message":"om_1","people":"ou_1"}"#)
    let error = await failure { () async throws(LarkFailure) in
      try await UrgeMessage.run(arguments, bench.client, bench.context())
    }
    #expect(error?.words.contains("not known") == true)
    #expect(bench.transport.requests(Self.app).count == 1)
  }

  @Test func isNoToolToCallTwice() throws {
    let tool = UrgeMessage.tool(LarkCore(client: try Bench().client))
    #expect(tool.tool.annotations.idempotent != true)
    #expect(tool.tool.annotations.readOnly != true)
  }

  @Test(arguments: [
    (#"{"message":"om_1","people":"Li Lei"}"#, "people: \"Li Lei\" is not an id"),
    (#"{"message":"om_1","people":["ou_1","on_2"]}"#, "people: write ids of one kind"),
    (#"{"message":"om_1","people":[]}"#, "people: from 1 to 50"),
    (#"{"message":"om_1","people":"ou_1","by":"fax"}"#, "by: app, sms or phone."),
    (#"{"message":"oc_1","people":"ou_1"}"#, "message: write a message id"),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let arguments: UrgeMessageArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await UrgeMessage.run(arguments, bench.client, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let arguments: UrgeMessageArguments = try decoded(#"{"message":"om_1","people":"ou_1"}"#)
    try await Troubles(route: Self.app, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await UrgeMessage.run(arguments, bench.client, context)
    }.check()
  }
}
