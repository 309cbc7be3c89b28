import JSON
import Testing

@testable import LarkSandbox

@Suite struct FactsTests {
  @Test func oneEndpointIsReadWhole() throws {
    let text = """
      POST /x/:id T 5/s 100/m legacy
        scopes a:b c
        query kind!=one|two page_size:i#1..50
        body name!~1..9 when!{ date zone=
          utc } list[]{ n:i=1|
          2 } ids![]~0..3 any:a many:a[] counts:i[] part!:f
      GET /y U
      """
    let all = EndpointFacts.read(text)
    let facts = try #require(all.first)
    #expect(all.count == 2 && all[1].token == .user && all[1].path == "/y")
    #expect(facts.token == .tenant && facts.isLegacy && facts.scopes == ["a:b", "c"])
    #expect(facts.rate == Rate(perSecond: 5, perMinute: 100))
    #expect(facts.query.map(\.name) == ["kind", "page_size"])
    #expect(facts.query[0].isRequired && facts.query[0].options == ["one", "two"])
    #expect(facts.query[1].range == 1...50)
    #expect(
      facts.body.map(\.name) == ["name", "when", "list", "ids", "any", "many", "counts", "part"])
    #expect(facts.body[0].length == 1...9)
    guard case .objects(let members) = facts.body[2].kind else {
      Issue.record("a list of objects is expected")
      return
    }
    #expect(members[0].options == ["1", "2"])
  }

  /// An endpoint without facts would check nothing; facts without an endpoint would be dead.
  @Test func everyFactHasItsEndpoint() {
    let served = Set(
      Sandbox.endpoints.map { "\($0.method) \($0.path.dropFirst("/open-apis".count))" })
    #expect(Set(EndpointFacts.all.keys).subtracting(served).sorted() == [])
    #expect(served.count == Sandbox.endpoints.count)
  }

  @Test func documentedErrorsHaveTheirWords() {
    let refusal = APIError.code(230_072, "20")
    #expect(refusal.status == 400)
    #expect(refusal.message.hasSuffix("ext=20"))
    #expect(refusal.message.contains("number of times it can be edited"))
  }
}
