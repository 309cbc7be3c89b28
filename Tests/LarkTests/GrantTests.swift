import Glibc
import JSON
import PluginKit
import Synchronization
import Testing

@testable import Lark

@Suite struct GrantCacheTests {
  private func grant(_ token: String = "u-1", refresh: String? = "ur-1") throws -> UserGrant {
    var answer: JSONObject = ["access_token": .string(token), "expires_in": 7200]
    answer["refresh_token"] = refresh.map { .string($0) }
    answer["refresh_token_expires_in"] = 604_800
    return try present(UserGrant(answer: .object(answer), now: 1_000))
  }

  @Test func needsALoginFirst() {
    var cache = GrantCache()
    #expect(cache.need(at: 0) == .logIn)
  }

  @Test func renewsAfterHalfOfItsLife() throws {
    var cache = GrantCache()
    cache.received(try grant())
    #expect(cache.need(at: 4_599) == .use("u-1"))
    #expect(cache.need(at: 4_600) == .useAndRenew("u-1"))
    #expect(cache.need(at: 4_600) == .use("u-1"))
    cache.renewalFailed(isFinal: false, at: 4_600)
    #expect(cache.need(at: 4_629) == .use("u-1"))
    #expect(cache.need(at: 4_630) == .useAndRenew("u-1"))
    #expect(cache.need(at: 8_190) == .join)
    cache.received(try grant("u-2"))
    #expect(cache.need(at: 4_000) == .use("u-2"))
  }

  @Test func waitsForTheRenewalOfAnExpiredToken() throws {
    var cache = GrantCache()
    cache.received(try grant())
    #expect(cache.need(at: 8_190) == .renew)
    #expect(cache.need(at: 8_190) == .join)
  }

  @Test func endsWithItsRefreshToken() throws {
    var cache = GrantCache()
    cache.received(try grant(refresh: nil))
    #expect(cache.need(at: 4_600) == .use("u-1"))
    #expect(cache.need(at: 8_190) == .logIn)
    cache.received(try grant())
    #expect(cache.need(at: 1_000 + 604_800) == .logIn)
    cache.received(try grant())
    #expect(cache.need(at: 4_600) == .useAndRenew("u-1"))
    cache.renewalFailed(isFinal: true, at: 4_600)
    #expect(cache.need(at: 5_000) == .use("u-1"))
    #expect(cache.need(at: 8_190) == .logIn)
  }

  @Test func renewsARefusedToken() throws {
    var cache = GrantCache()
    cache.received(try grant())
    #expect(try present(cache.rejected("u-1", at: 1_001)))
    #expect(cache.need(at: 1_001) == .renew)
    cache.received(try grant("u-2"))
    #expect(try present(cache.rejected("u-1", at: 1_001)))
    #expect(cache.need(at: 1_001) == .use("u-2"))
    cache.received(try grant(refresh: nil))
    #expect(try present(!cache.rejected("u-1", at: 1_100)))
  }

  @Test func keepsRefreshTokensFromAnEndpointThatTakesNoUser() throws {
    var cache = GrantCache()
    cache.received(try grant())
    var renewals = 0
    for now in Int64(1_001)...1_120 {
      guard case .use(let token) = cache.need(at: now) else { continue }
      guard cache.rejected(token, at: now) else { continue }
      #expect(cache.need(at: now) == .renew)
      renewals += 1
      cache.received(try grant("u-\(now)"))
    }
    #expect(renewals == 2)
  }
}

/// A directory that goes with the test.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/lark-tests-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    path = try #require(made)
  }

  deinit {
    for name in ["tokens.json", "tokens.json.new"] { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  var tokens: String { "\(path)/tokens.json" }
}

@Suite struct GrantFileTests {
  @Test func keepsWhatItGets() throws {
    let directory = try TemporaryDirectory()
    let file = GrantFile(path: directory.tokens)
    #expect(file.read() == nil)
    let grant = try #require(
      UserGrant(
        answer: ["access_token": "u", "expires_in": 60, "refresh_token": "r", "scope": "a b"],
        now: 100))
    #expect(file.write(grant))
    #expect(file.read() == grant)
    var status = stat()
    #expect(stat(directory.tokens, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(access("\(directory.tokens).new", F_OK) != 0)
  }

  @Test func doesNotFollowWhatLiesInItsWay() throws {
    let directory = try TemporaryDirectory()
    symlink("\(directory.path)/elsewhere", "\(directory.tokens).new")
    let grant = try #require(UserGrant(file: ["access_token": "u"]))
    #expect(GrantFile(path: directory.tokens).write(grant))
    #expect(access("\(directory.path)/elsewhere", F_OK) != 0)
  }

  @Test func saysWhereItCannotWrite() throws {
    let grant = try #require(UserGrant(file: ["access_token": "u"]))
    #expect(!GrantFile(path: "/proc/none/tokens.json").write(grant))
  }
}

@Suite struct UserTokensTests {
  private static let token = "POST /open-apis/authen/v2/oauth/token"

  /// A client whose user logged in at `issued`, seconds before now.
  private func bench(
    _ directory: TemporaryDirectory, secondsAgo: Int64, expiresIn: Int64 = 7_200
  ) throws -> Bench {
    let bench = try Bench(settings: ["userTokenFile": .string(directory.tokens)])
    let now = bench.clock.unixSeconds()
    let grant = try #require(
      UserGrant(
        answer: [
          "access_token": "u-old", "refresh_token": "r-old",
          "expires_in": .number(JSONNumber(expiresIn)),
        ], now: now - secondsAgo))
    #expect(GrantFile(path: directory.tokens).write(grant))
    bench.transport.on("GET /open-apis/authen/v1/user_info", .data(#"{"name":"Li"}"#))
    return bench
  }

  private static func granted(_ access: String, _ refresh: String) -> HTTPResponse {
    HTTPResponse(
      status: 200,
      body: Array(
        #"{"code":0,"access_token":"\#(access)","refresh_token":"\#(refresh)","expires_in":7200}"#
          .utf8))
  }

  private func who(_ bench: Bench) async throws -> String? {
    let request = APIRequest(.whoamiUser, purpose: "tell who the user is")
    _ = try await bench.client.send(request, bench.context())
    return bench.transport.requests("GET /open-apis/authen/v1/user_info").last?.fields[0].value
  }

  @Test func usesTheFile() async throws {
    let directory = try TemporaryDirectory()
    let bench = try bench(directory, secondsAgo: 10)
    #expect(try await who(bench) == "Bearer u-old")
    #expect(bench.transport.requests(Self.token).isEmpty)
  }

  @Test func storesBeforeItUses() async throws {
    let directory = try TemporaryDirectory()
    let bench = try bench(directory, secondsAgo: 7_200)
    bench.transport.on(Self.token, Self.granted("u-new", "r-new"))
    #expect(try await who(bench) == "Bearer u-new")
    let stored = try #require(GrantFile(path: directory.tokens).read())
    #expect(stored.refreshToken == "r-new")
    let body = try #require(bench.transport.bodies(Self.token).first)
    #expect(body["grant_type"] == "refresh_token")
    #expect(body["refresh_token"] == "r-old")
  }

  @Test func sharesOneRenewal() async throws {
    let directory = try TemporaryDirectory()
    let bench = try bench(directory, secondsAgo: 7_200)
    bench.transport.on(Self.token, Self.granted("u-new", "r-new"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 {
        group.addTask {
          let request = APIRequest(.whoamiUser, purpose: "tell who the user is")
          _ = try await bench.client.send(request, bench.context(id: "c\(number)"))
        }
      }
      try await group.waitForAll()
    }
    #expect(bench.transport.requests(Self.token).count == 1)
  }

  @Test func takesWhatAnotherProcessStored() async throws {
    let directory = try TemporaryDirectory()
    let bench = try bench(directory, secondsAgo: 10)
    #expect(try await who(bench) == "Bearer u-old")
    let grant = try #require(
      UserGrant(
        answer: ["access_token": "u-theirs", "refresh_token": "r-theirs", "expires_in": 7200],
        now: bench.clock.unixSeconds() + 7_200))
    #expect(GrantFile(path: directory.tokens).write(grant))
    bench.clock.advance(milliseconds: 7_200_000)
    #expect(try await who(bench) == "Bearer u-theirs")
    #expect(bench.transport.requests(Self.token).isEmpty)
  }

  @Test func keepsTheOldTokenThroughTroubles() async throws {
    let directory = try TemporaryDirectory()
    let bench = try bench(directory, secondsAgo: 4_000)
    bench.transport.on(Self.token, HTTPResponse(status: 503, body: []))
    #expect(try await who(bench) == "Bearer u-old")
    #expect(GrantFile(path: directory.tokens).read()?.refreshToken == "r-old")
  }

  @Test func asksForALoginWhenItIsOver() async throws {
    let directory = try TemporaryDirectory()
    let bench = try bench(directory, secondsAgo: 7_200)
    bench.transport.on(
      Self.token,
      HTTPResponse(
        status: 400,
        body: Array(#"{"code":20037,"error":"invalid_grant","error_description":"r-old"}"#.utf8)))
    let first = await failure { () async throws(LarkFailure) in
      try await bench.client.send(APIRequest(.whoamiUser, purpose: "p"), bench.context())
    }
    #expect(first?.code == 20037)
    #expect(first?.words.contains("r-old") == false)
    let second = await failure { () async throws(LarkFailure) in
      try await bench.client.send(APIRequest(.whoamiUser, purpose: "p"), bench.context())
    }
    #expect(second == .needsUser(purpose: "p"))
    #expect(bench.transport.requests(Self.token).count == 1)
  }
}
