import JSON
import Testing

@testable import Postgres

@Suite struct IdentityTests {
  private static func settings(_ text: String) throws -> IdentitySettings {
    try IdentitySettings(SettingsCursor(try JSONValue(parsing: text)))
  }

  private static let groups = """
    {"claim": "cognito:groups",
     "map": {"analysts": {"role": "reader_a"}, "ops": {"user": "ops", "password": "pw"}}}
    """

  private static func refusal(
    _ claims: JSONValue?, _ settings: IdentitySettings
  ) -> String? {
    do throws(PostgresFailure) {
      _ = try Identity(claims: claims, settings)
      return nil
    } catch {
      guard case .refused(let text, _) = error else { return "\(error)" }
      return text
    }
  }

  @Test func aValueOfAListMapsToARole() throws {
    let identity = try Identity(
      claims: ["cognito:groups": ["others", "analysts"]], Self.settings(Self.groups))
    #expect(identity.role == "reader_a")
    #expect(identity.login == nil)
  }

  @Test func theFirstEntryOfTheMapCountsNotTheFirstGroup() throws {
    let identity = try Identity(
      claims: ["cognito:groups": ["ops", "analysts"]], Self.settings(Self.groups))
    #expect(identity.role == "reader_a")
  }

  @Test func aValueMapsToALogin() throws {
    let identity = try Identity(
      claims: ["cognito:groups": "ops"], Self.settings(Self.groups))
    #expect(identity.login?.user == "ops")
    #expect(identity.role == nil)
  }

  @Test(
    arguments: [
      ["cognito:groups": ["nobody"]], ["cognito:groups": []], ["cognito:groups": "analysts ops"],
      ["sub": "analysts"], [:], ["cognito:groups": nil], ["cognito:groups": ["analysts": true]],
    ] as [JSONValue])
  func whoeverIsNotMappedIsRefused(claims: JSONValue) throws {
    #expect(Self.refusal(claims, try Self.settings(Self.groups)) != nil)
  }

  @Test func withoutACallerNobodyIsLetIn() throws {
    let text = Self.refusal(nil, try Self.settings(Self.groups))
    #expect(text?.contains("nobody has asked the caller") == true)
  }

  @Test func aDefaultTakesTheRest() throws {
    let settings = try Self.settings(
      #"{"claim": "g", "map": {"a": {"role": "r"}}, "default": {"role": "guest"}}"#)
    #expect(try Identity(claims: ["g": "b"], settings).role == "guest")
    #expect(try Identity(claims: [:], settings).role == "guest")
    #expect(try Identity(claims: ["g": "a"], settings).role == "r")
    let plain = try Self.settings(#"{"claim": "g", "map": {"a": {"role": "r"}}, "default": {}}"#)
    #expect(try Identity(claims: ["g": "b"], plain) == Identity(claims: [:], plain))
    #expect(try Identity(claims: ["g": "b"], plain).role == nil)
  }

  @Test func aScopeIsWordsAndNothingElseIs() throws {
    let map = #""map": {"db.read": {"role": "r"}}"#
    let scope = try Self.settings(#"{"claim": "scope", \#(map)}"#)
    #expect(try Identity(claims: ["scope": "openid db.read"], scope).role == "r")
    #expect(Self.refusal(["scope": "openid db.reader"], scope) != nil)
    let name = try Self.settings(#"{"claim": "name", \#(map)}"#)
    #expect(Self.refusal(["name": "I am db.read"], name) != nil)
  }

  @Test func variablesHoldClaimsAsTheyAre() throws {
    let settings = try Self.settings(
      #"{"settings": {"app.tenant": "custom:tenant", "app.roles": "realm.roles", "app.n": "n"}}"#)
    let identity = try Identity(
      claims: ["custom:tenant": "x'; DROP TABLE t; --", "realm": ["roles": ["a", "b"]], "n": 7],
      settings)
    #expect(
      identity.variables == [
        .init(name: "app.tenant", value: "x'; DROP TABLE t; --"),
        .init(name: "app.roles", value: #"["a","b"]"#), .init(name: "app.n", value: "7"),
      ])
  }

  @Test(arguments: [[:], ["t": nil], ["t": ""], ["t": "a\u{0}b"], ["x": "y"]] as [JSONValue])
  func aVariableWithoutItsClaimIsRefused(claims: JSONValue) throws {
    let settings = try Self.settings(#"{"settings": {"app.tenant": "t"}}"#)
    #expect(Self.refusal(claims, settings)?.contains(#"no claim "t""#) == true)
  }

  @Test func aPathFindsNamesWithDotsFirst() {
    let claims: JSONValue = [
      "https://example.com/groups": "uri", "a": ["b": ["c": 1], "b.c": 2], "a.b": ["d": 3],
    ]
    #expect(ClaimPath("https://example.com/groups").value(in: claims) == "uri")
    #expect(ClaimPath("a.b.c").value(in: claims) == 2)
    #expect(ClaimPath("a.b.d").value(in: claims) == 3)
    #expect(ClaimPath("a.x").value(in: claims) == nil)
    #expect(ClaimPath("a.b.c.d").value(in: claims) == nil)
  }

  @Test func whereRolesOrVariablesCountSetConfigHasToBeClosed() throws {
    #expect(try Self.settings(Self.groups).needsClosedSetConfig)
    #expect(try Self.settings(#"{"settings": {"app.t": "t"}}"#).needsClosedSetConfig)
    let logins = #"{"claim": "g", "map": {"a": {"user": "a", "password": "p"}}}"#
    #expect(try !Self.settings(logins).needsClosedSetConfig)
    #expect(!IdentitySettings().needsClosedSetConfig)
  }
}
