import Testing

@testable import MCP

@Suite struct UnknownItemTests {
  private static let argument = #""argument":{"name":"a","value":""}"#

  @Test(
    arguments: [
      ("tools/call", #""name":"nothing""#, UnknownItem(kind: .tool, name: "nothing")),
      ("prompts/get", #""name":"noth\u0069ng""#, UnknownItem(kind: .prompt, name: "nothing")),
      ("resources/read", #""uri":"x:1""#, UnknownItem(kind: .resource, name: "x:1")),
      (
        "completion/complete", #""ref":{"type":"ref/prompt","name":"p"},\#(argument)"#,
        UnknownItem(kind: .prompt, name: "p")
      ),
      (
        "completion/complete", #""ref":{"type":"ref/resource","uri":"x:{a}"},\#(argument)"#,
        UnknownItem(kind: .template, name: "x:{a}")
      ),
    ], [Revision.july2026, .november2025])
  func whatIsNotThereIsNamed(
    _ asked: (method: String, params: String, item: UnknownItem), _ revision: Revision
  ) {
    let names = ["tools/call": "nothing", "prompts/get": "nothing", "resources/read": "x:1"]
    let action = Fixture.server.receive(
      asked.method, asked.params, name: names[asked.method], revision)
    #expect(action.unknown == asked.item)
    #expect(action.reply?.error != nil)
  }

  @Test func aSubscriptionToNothingNamesIt() {
    let action = Fixture.server.receive("resources/subscribe", #""uri":"x:1""#, .november2025)
    #expect(action.unknown == UnknownItem(kind: .resource, name: "x:1"))
  }

  @Test func otherErrorsNameNothing() {
    let action = Fixture.server.receive("prompts/get", #""name":7"#, .november2025)
    #expect(action.reply?.error != nil && action.unknown == nil)
  }
}
