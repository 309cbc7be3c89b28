import JSON
import PluginKit
import Testing

@testable import Postgres

@Suite struct DeclaredArgumentsTests {
  private func definition() throws -> DeclaredDefinition {
    try Definitions.one(
      Definitions.tool(
        """
        , "parameters": {"id": {}, "limit": {"default": 10}, "note": {"required": false}},
          "from_claim": {"tenant": "custom.tenant"}
        """, statement: "SELECT :tenant, :id, :limit, :note"))
  }

  private func texts(_ arguments: String, claims: String?) throws -> [String?] {
    let values = try DeclaredArguments(
      definition(), Definitions.json(arguments), claims: claims.map(Definitions.json))
    return try values.bound(to: [.scalar, .integer, .integer, .scalar]).map(\.text)
  }

  @Test func argumentsDefaultsAndClaims() throws {
    let claims = #"{"custom": {"tenant": "a"}}"#
    #expect(try texts(#"{"id": 7}"#, claims: claims) == ["a", "7", "10", nil])
    #expect(
      try texts(#"{"id": 7, "limit": 2, "note": "n"}"#, claims: claims) == ["a", "7", "2", "n"])
  }

  @Test func aClaimCannotBeGivenAsAnArgument() throws {
    let claims = #"{"custom": {"tenant": "a"}}"#
    let given = #"{"id": 7, "tenant": "b", "custom": {"tenant": "b"}}"#
    #expect(try texts(given, claims: claims)[0] == "a")
  }

  @Test(arguments: [nil, "{}", #"{"custom": {}}"#, #"{"custom": {"tenant": null}}"#, "[]"])
  func withoutTheClaimTheCallIsRefused(_ claims: String?) throws {
    let error = #expect(throws: ToolError.self) {
      try texts(#"{"id": 7, "tenant": "b"}"#, claims: claims)
    }
    #expect(
      error?.detail == "It takes tenant from the claim custom.tenant, never from an argument."
        || error?.detail == "It takes tenant from there, never from an argument.")
  }

  @Test func whatCannotBeConvertedIsNamed() throws {
    let claims = #"{"custom": {"tenant": ["a"]}}"#
    let error = #expect(throws: ToolError.self) { try texts(#"{"id": 7}"#, claims: claims) }
    #expect(
      error?.summary
        == "The claim custom.tenant, from which tenant is taken, takes no array.")
    let other = #expect(throws: ToolError.self) {
      try texts(#"{"id": [7]}"#, claims: #"{"custom.tenant": "a"}"#)
    }
    #expect(other?.summary == "The argument id takes no array.")
  }
}
