import Testing

@testable import Postgres

@Suite struct GenericParametersTests {
  @Test func valuesThatNobodyKnows() throws {
    let text = "select * from t where a = $1 and b = any ($2) and c = '$1' limit $10"
    #expect(try GenericParameters.count(in: text) == 10)
    #expect(
      try GenericParameters.filled("a = $1 or b = any ($2)", types: ["integer", "text[]"])
        == "a = ((SELECT NULL::integer)::integer) or b = any (((SELECT NULL::text[])::text[]))")
  }

  @Test func nothingToFill() throws {
    #expect(try GenericParameters.filled("select '$1'", types: ["integer"]) == "select '$1'")
    #expect(try GenericParameters.count(in: "select '$1', \"$2\"") == 0)
  }
}
