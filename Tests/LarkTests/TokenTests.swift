import PluginKit
import Synchronization
import Testing

@testable import Lark

@Suite struct TokenCacheTests {
  @Test func fetchesOnceAndThenUses() {
    var cache = TokenCache()
    #expect(cache.need(at: 0) == .fetch)
    #expect(cache.need(at: 0) == .join)
    cache.fetched("t-1", expiresInSeconds: 7200, at: 0)
    #expect(cache.need(at: 0) == .use("t-1"))
    #expect(cache.need(at: 5_400_000) == .use("t-1"))
  }

  @Test func renewsBelowThirtyMinutesWhileUsingTheOldOne() {
    var cache = TokenCache()
    _ = cache.need(at: 0)
    cache.fetched("t-1", expiresInSeconds: 7200, at: 0)
    #expect(cache.need(at: 5_400_001) == .useAndFetch("t-1"))
    #expect(cache.need(at: 5_400_001) == .use("t-1"))
    cache.fetched("t-2", expiresInSeconds: 7200, at: 5_401_000)
    #expect(cache.need(at: 5_401_000) == .use("t-2"))
  }

  @Test func pausesAfterAFailedRenewal() {
    var cache = TokenCache()
    _ = cache.need(at: 0)
    cache.fetched("t-1", expiresInSeconds: 1000, at: 0)
    #expect(cache.need(at: 0) == .useAndFetch("t-1"))
    cache.fetchFailed(at: 100)
    #expect(cache.need(at: 200) == .use("t-1"))
    #expect(cache.need(at: 30_100) == .useAndFetch("t-1"))
  }

  @Test func fetchesAgainAfterAFailureWithoutToken() {
    var cache = TokenCache()
    #expect(cache.need(at: 0) == .fetch)
    cache.fetchFailed(at: 1)
    #expect(cache.need(at: 2) == .fetch)
  }

  @Test func doesNotUseAnExpiringToken() {
    var cache = TokenCache()
    _ = cache.need(at: 0)
    cache.fetched("t-1", expiresInSeconds: 60, at: 0)
    #expect(cache.need(at: 49_999) == .useAndFetch("t-1"))
    #expect(cache.need(at: 50_000) == .join)
  }

  @Test func dropsARefusedTokenOnce() {
    var cache = TokenCache()
    _ = cache.need(at: 0)
    cache.fetched("t-1", expiresInSeconds: 7200, at: 0)
    #expect(cache.rejected("t-1", at: 10) == true)
    #expect(cache.need(at: 10) == .fetch)
    cache.fetched("t-2", expiresInSeconds: 7200, at: 20)
    // A slow call with the first token goes on with the second one.
    #expect(cache.rejected("t-1", at: 30) == true)
    #expect(cache.need(at: 30) == .use("t-2"))
  }

}

/// A token that Lark refuses, and hands out again when asked for another one.
@Suite struct RefusedTokenTests {
  private func cache() -> TokenCache {
    var cache = TokenCache()
    _ = cache.need(at: 0)
    cache.fetched("t-1", expiresInSeconds: 7200, at: 0)
    return cache
  }

  /// Whether a refusal at that time is worth another token; that is `next` then.
  private func renews(
    _ cache: inout TokenCache, _ token: String = "t-1", to next: String = "t-1",
    at now: Int64
  ) -> Bool {
    guard cache.rejected(token, at: now) else {
      #expect(cache.need(at: now) == .use(token))
      return false
    }
    #expect(cache.need(at: now) == .fetch)
    cache.fetched(next, expiresInSeconds: 7000, at: now)
    return true
  }

  @Test func survivesARevocationRightAfterAConfirmation() {
    var cache = cache()
    #expect(renews(&cache, at: 10))
    #expect(renews(&cache, to: "t-2", at: 20))
    #expect(cache.need(at: 20) == .use("t-2"))
  }

  @Test func believesLarkThatHandsOutTheTokenTwice() {
    var cache = cache()
    #expect(renews(&cache, at: 10))
    #expect(renews(&cache, at: 20))
    #expect(!renews(&cache, at: 30))
    #expect(!renews(&cache, at: 60_009))
    #expect(renews(&cache, at: 60_010))
  }

  @Test func anotherTokenMakesUpForThoseBefore() {
    var cache = cache()
    #expect(renews(&cache, at: 10))
    #expect(renews(&cache, to: "t-2", at: 20))
    #expect(renews(&cache, "t-2", to: "t-2", at: 30))
    #expect(renews(&cache, "t-2", to: "t-3", at: 40))
  }

  @Test(arguments: [true, false])
  func neverAsksAllTheTime(_ isSame: Bool) {
    var cache = cache()
    var token = "t-1"
    var fetches: [Int64] = []
    for now in stride(from: Int64(0), to: 600_000, by: 10) {
      let next = isSame ? token : "t-\(now)"
      guard renews(&cache, token, to: next, at: now) else { continue }
      token = next
      fetches.append(now)
    }
    let most = isSame ? TokenRenewals.maximumFutile : TokenRenewals.maximum
    for first in fetches {
      let window = first..<first + TokenRenewals.windowMilliseconds
      #expect(fetches.count(where: window.contains) <= most)
    }
    #expect(fetches.count >= 10 * (most - 1))
  }

  @Test func aFailedRenewalCountsAsWell() {
    var cache = cache()
    var fetches = 0
    for now in Int64(0)..<1_000 {
      guard cache.rejected("t-1", at: now), cache.need(at: now) == .fetch else { continue }
      fetches += 1
      cache.fetchFailed(at: now)
      _ = cache.need(at: now)
      cache.fetched("t-1", expiresInSeconds: 7200, at: now)
    }
    #expect((1...TokenRenewals.maximum).contains(fetches))
  }
}

@Suite struct TenantTokensTests {
  private let clock = ManualClock()

  @Test func sharesOneFetch() async throws {
    let fetches = Mutex(0)
    let tokens = TenantTokens(clock: clock) {
      fetches.withLock { $0 += 1 }
      for _ in 0..<20 { await Task.yield() }
      return .success(("t-1", 7200))
    }
    let values = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await tokens.current() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values == Array(repeating: "t-1", count: 50))
    #expect(fetches.withLock { $0 } == 1)
  }

  @Test func givesTheFailureToAllWhoWait() async {
    let tokens = TenantTokens(clock: clock) { .failure(.argument("no")) }
    let error = await failure { () async throws(LarkFailure) in try await tokens.current() }
    #expect(error == .argument("no"))
  }

  @Test func aCancelledCallDoesNotTakeTheTokenFromOthers() async throws {
    let tokens = TenantTokens(clock: clock) { [clock] in
      do { try await clock.sleep(milliseconds: 1) } catch { return .failure(.cancelled) }
      return .success(("t-1", 7200))
    }
    let cancelled = Task { try await tokens.current() }
    cancelled.cancel()
    _ = await cancelled.result
    #expect(try await tokens.current() == "t-1")
  }
}

@Suite struct TokenRequestTests {
  private func fetch(_ answers: HTTPResponse...) async throws -> (TenantTokens.Fetched, Bench) {
    let bench = try Bench(logsIn: false)
    for answer in answers { bench.transport.on(Bench.login, answer) }
    let request = TokenRequest(
      settings: bench.client.settings, transport: bench.transport, clock: bench.clock)
    return (await request.fetch(), bench)
  }

  @Test func waitsOutAShortTrouble() async throws {
    let (fetched, bench) = try await fetch(
      HTTPResponse(status: 502, body: Array("<html>".utf8)), Bench.token("t-1", expire: 7000))
    let token = try fetched.get()
    #expect(token.token == "t-1")
    #expect(token.expiresInSeconds == 7000)
    #expect(bench.clock.sleeps == [600])
  }

  @Test(arguments: [
    #"{"code":0,"msg":"ok"}"#, #"{"code":0,"tenant_access_token":"","expire":7200}"#,
    #"{"code":0,"tenant_access_token":"t-1"}"#, "nonsense",
  ])
  func refusesAnAnswerWithoutToken(_ body: String) async throws {
    let (fetched, _) = try await fetch(HTTPResponse(status: 200, body: Array(body.utf8)))
    let error = failure { () throws(LarkFailure) in try fetched.get() }
    #expect(error == .unreadable(purpose: "log the app in", status: 200, logID: nil))
  }

  @Test func endsInTime() async throws {
    let fields = [HTTPField("x-ogw-ratelimit-reset", "9")]
    let (fetched, bench) = try await fetch(.refusal(99_991_400, status: 429, fields: fields))
    #expect(failure { () throws(LarkFailure) in try fetched.get() }?.code == 99_991_400)
    #expect(bench.clock.sleeps.isEmpty)
  }
}
