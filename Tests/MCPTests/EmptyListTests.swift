import JSON
import MCP
import Testing

/// Prompts, resources and completion of a server that has none.
@Suite struct EmptyListTests {
  let server = Fixture.server

  @Test(
    arguments: [
      ("prompts/list", "prompts", "ListPromptsResult"),
      ("resources/list", "resources", "ListResourcesResult"),
      ("resources/templates/list", "resourceTemplates", "ListResourceTemplatesResult"),
    ], Revision.allCases)
  func listsAreEmpty(_ list: (String, String, String), _ revision: Revision) throws {
    let (method, member, definition) = list
    let action =
      revision.isModern
      ? server.receive(Message.modern(method), Fields.modern(method))
      : server.receive(Message.legacy(method), Fields.legacy("\(revision.text)"))
    let result = try ReplyCheck.result(action, definition, revision)
    #expect(result[member] == [])
    #expect(result["nextCursor"] == nil)
  }

  @Test(
    arguments: [#"{"type":"ref/prompt","name":"p"}"#, #"{"type":"ref/resource","uri":"a:{b}"}"#],
    Revision.allCases)
  func completionHasNoSuggestions(_ reference: String, _ revision: Revision) throws {
    let params = #""ref":\#(reference),"argument":{"name":"a","value":""}"#
    let method = "completion/complete"
    let action =
      revision.isModern
      ? server.receive(Message.modern(method, params), Fields.modern(method))
      : server.receive(Message.legacy(method, params), Fields.legacy("\(revision.text)"))
    let result = try ReplyCheck.result(action, "CompleteResult", revision)
    #expect(result["completion"] == ["values": [], "total": 0, "hasMore": false])
  }

  @Test(arguments: Revision.allCases.filter { !$0.isModern })
  func anUnknownPromptIsInvalidParams(_ revision: Revision) throws {
    try ReplyCheck.error(
      server.receive(
        Message.legacy("prompts/get", #""name":"p""#), Fields.legacy("\(revision.text)")),
      -32602, status: 200, revision)
  }
}
