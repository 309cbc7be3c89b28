import JSON
import MCP
import Testing

/// Prompts, resources and completion where no plugin supplies any.
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
    let action = server.receive(method, "", revision, lists: .empty(generation: 1))
    let result = try ReplyCheck.result(action, definition, revision)
    #expect(result[member] == [])
    #expect(result["nextCursor"] == nil)
  }

  @Test(
    arguments: [
      #"{"type":"ref/prompt","name":"greeting"}"#,
      #"{"type":"ref/resource","uri":"test://item/{id}/data"}"#,
      #"{"type":"ref/resource","uri":"test://notes"}"#,
    ],
    Revision.allCases)
  func completionHasNoSuggestions(_ reference: String, _ revision: Revision) throws {
    let params = #""ref":\#(reference),"argument":{"name":"a","value":""}"#
    let lists = Fixture.lists.with(hasCompletion: false)
    let action = server.receive("completion/complete", params, revision, lists: lists)
    let result = try ReplyCheck.result(action, "CompleteResult", revision)
    #expect(result["completion"] == ["values": [], "total": 0, "hasMore": false])
  }

  @Test(arguments: Revision.allCases.filter { !$0.isModern })
  func anUnknownPromptIsInvalidParams(_ revision: Revision) throws {
    try ReplyCheck.error(
      server.receive(
        "prompts/get", #""name":"greeting""#, revision, lists: .empty(generation: 1)),
      -32602, status: 200, revision)
  }
}
