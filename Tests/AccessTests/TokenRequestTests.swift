import JSON
import Testing

@testable import Access
@testable import Crypto

/// What a request for a token says, and what is wrong with it.
@Suite struct TokenRequestTests {
  private static let form = "application/x-www-form-urlencoded"

  private func parameters(
    _ body: String, authorization: [String] = [], type: String? = form, hasQuery: Bool = false
  ) throws -> TokenRequest.Parameters {
    try TokenRequest(
      body: Array(body.utf8), contentType: type.map { Array($0.utf8)[...] },
      authorization: authorization.map { Array($0.utf8)[...] }, hasQuery: hasQuery
    ).parameters()
  }

  private func error(
    _ body: String, authorization: [String] = [], type: String? = form, hasQuery: Bool = false
  ) -> TokenRequestError? {
    do {
      _ = try parameters(body, authorization: authorization, type: type, hasQuery: hasQuery)
      return nil
    } catch {
      return error as? TokenRequestError
    }
  }

  @Test func theFormIsDecoded() throws {
    let wanted = try parameters(
      "grant_type=client%5Fcredentials&client_id=a+b&client_secret=%E2%82%AC%26%3D&scope=x+y%2Fz"
        + "&resource=https%3A%2F%2Fa.example&resource=b&unknown=1&empty=",
      type: "Application/X-WWW-Form-URLencoded; charset=UTF-8")
    #expect(wanted.credentials.client == "a b")
    #expect(wanted.credentials.secret == "€&=")
    #expect(wanted.scopes == ["x", "y/z"])
    #expect(wanted.resources == ["https://a.example", "b"])
  }

  @Test func parametersWithoutAValueAreLeftOut() throws {
    let wanted = try parameters(
      "grant_type=client_credentials&client_id=a&client_secret=b&scope=&resource=")
    #expect(wanted.scopes == nil && wanted.resources.isEmpty)
    #expect(error("grant_type=&client_id=a&client_secret=b")?.code == "invalid_request")
    #expect(
      error("grant_type=client_credentials&client_id=a&client_secret=")?.code == "invalid_client")
  }

  @Test(arguments: [
    // RFC 7617 section 2, RFC 6749 section 2.3.1; without padding, and in any case.
    ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin", "open sesame"),
    ("basic  QWxhZGRpbjpvcGVuIHNlc2FtZQ", "Aladdin", "open sesame"),
    // s6BhdRkqt3:7Fjfp0ZBr1KtDRbnfVdmIw
    (
      "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3", "s6BhdRkqt3",
      "7Fjfp0ZBr1KtDRbnfVdmIw"
    ),
    // a%3Ab:c%20d:+e
    ("Basic YSUzQWI6YyUyMGQ6K2U=", "a:b", "c d: e"),
    // ~~~:??>, whose base64 has the digits that base64url has others for.
    ("BASIC fn5+Oj8/Pg==", "~~~", "??>"),
  ])
  func basicLogins(_ field: String, _ client: String, _ secret: String) throws {
    let wanted = try parameters("grant_type=client_credentials", authorization: [field])
    #expect(wanted.credentials.client == client)
    #expect(wanted.credentials.secret == secret)
  }

  @Test(arguments: [
    "Basic", "Basic ", "Basic YQ==", "Basic YTpi=", "Basic YTpi====", "Basic Y Tpi",
    "Basic fn5-Oj8_", "Basic YSU6Yg==", "Basic /zph", "Bearer YTpi", "Digest a", "",
  ])
  func otherLoginsAreOfNoClient(_ field: String) {
    let error = error("grant_type=client_credentials", authorization: [field])
    #expect(error?.code == "invalid_client" && error?.status == 401)
  }

  @Test func oneWayToLogIn() {
    let grant = "grant_type=client_credentials"
    let basic = "Basic YTpi"
    #expect(error(grant)?.code == "invalid_client")
    #expect(error("\(grant)&client_id=a")?.code == "invalid_client")
    #expect(error(grant, authorization: [basic, basic])?.code == "invalid_request")
    #expect(error("\(grant)&client_id=a", authorization: [basic]) == nil)
    #expect(error("\(grant)&client_id=b", authorization: [basic])?.code == "invalid_request")
    #expect(error("\(grant)&client_secret=b", authorization: [basic])?.code == "invalid_request")
  }

  @Test func anyBytesAreReadOrRefused() {
    let good = Array("grant_type=client_credentials&client_id=%61&scope=x+y&resource=z".utf8)
    let login = Array("Basic YTpi".utf8)
    var random = SplitMix(state: 7)
    var refused = 0
    for _ in 0..<20_000 {
      var body = good
      var field = login
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        body[Int.random(in: 0..<body.count, using: &random)] = .random(in: 0...255, using: &random)
        field[Int.random(in: 6..<field.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      body.removeLast(Int.random(in: 0...3, using: &random))
      let request = TokenRequest(
        body: body, contentType: Array(Self.form.utf8)[...], authorization: [field[...]],
        hasQuery: false)
      do {
        _ = try request.parameters()
      } catch {
        refused += 1
        #expect(error.text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 })
      }
    }
    #expect((1_000..<19_000).contains(refused))
  }

  /// Random numbers that are the same in every run.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }

  @Test func theRequestHasItsBounds() {
    let login = "&client_id=a&client_secret=b"
    let grant = "grant_type=client_credentials\(login)"
    let room = TokenForm.maximumBytes - grant.utf8.count - 3
    #expect(error("\(grant)&x=\(String(repeating: "x", count: room))") == nil)
    #expect(error("\(grant)&x=\(String(repeating: "x", count: room + 1))")?.status == 413)
    let many = (3..<TokenForm.maximumParameters).map { "&p\($0)=" }.joined()
    #expect(error(grant + many) == nil)
    #expect(error(grant + many + "&one=more")?.code == "invalid_request")
  }

  @Test(arguments: ["scope=a&scope=a", "x=1&x=2", "x=&x=", "%78=1&x=2", "x&x"])
  func nothingStandsTwice(_ twice: String) {
    let text = "grant_type=client_credentials&client_id=a&client_secret=b&\(twice)"
    #expect(error(text)?.code == "invalid_request")
  }

  @Test(arguments: ["%", "%1", "%zz", "a=%ff", "a=%C3", "a=%+1"])
  func whatIsNoFormIsRefused(_ text: String) {
    let grant = "grant_type=client_credentials&client_id=a&client_secret=b"
    #expect(error("\(grant)&\(text)")?.code == "invalid_request")
  }

  @Test(arguments: [nil, "", "application/json", "\(form)x"] as [String?])
  func onlyFormsAreRead(_ type: String?) {
    let grant = "grant_type=client_credentials&client_id=a&client_secret=b"
    #expect(error(grant, type: type)?.code == "invalid_request")
    #expect(error(grant, hasQuery: true)?.code == "invalid_request")
    #expect(error("grant_type=password&x=1")?.code == "unsupported_grant_type")
  }

  @Test(arguments: ["a  b", "+a", "a+", "%22", "%5C", "a%09b", "%C3%A4"])
  func scopesAreNames(_ scope: String) {
    let grant = "grant_type=client_credentials&client_id=a&client_secret=b"
    #expect(error("\(grant)&scope=\(scope)")?.code == "invalid_scope")
  }
}
