import Crypto
import Synchronization

/// Checks bearer tokens of one issuer. Any thread.
package final class TokenVerifier: Sendable {
  /// The most tokens that wait for the issuer's keys.
  static let maximumWaiting = 1_000

  /// What becomes of a token.
  package typealias Completion = @Sendable (Result<TokenClaims, TokenRefusal>) -> Void

  private struct Waiting: Sendable {
    let token: [UInt8]
    let completion: Completion
  }

  private struct State {
    var ring = KeyRing()
    var issuer: String?
    var verified = VerifiedTokens()
    var waiting: [Waiting] = []
    /// How many fetches have begun, and the number of the one whose keys are here.
    var fetches = 0
    var taken = 0

    /// Has a token wait where the ring says so; where too many wait, it does not.
    mutating func take(
      _ answer: KeyRing.Answer, _ token: [UInt8], _ completion: @escaping Completion
    ) -> KeyRing.Answer {
      switch answer {
      case .key, .unknown, .unavailable: return answer
      case .wait where waiting.count >= maximumWaiting:
        return .unavailable(milliseconds: KeyRing.retryMilliseconds)
      case .wait, .fetch:
        waiting.append(Waiting(token: token, completion: completion))
        return answer
      }
    }
  }

  /// What a token must say.
  package let rules: TokenRules
  private let source: any IssuerDocumentSource
  private let clock: any AccessClock
  private let log: @Sendable (String) -> Void
  private let state = Mutex(State())
  private let changes = Atomic<UInt64>(0)

  /// Another number after every change of the issuer's keys.
  var generation: UInt64 { changes.load(ordering: .acquiring) }

  /// A verifier by those rules. Nothing is fetched yet.
  ///
  /// - Parameter log: hears why keys could not be fetched.
  package init(
    rules: TokenRules, source: any IssuerDocumentSource,
    clock: any AccessClock = SystemAccessClock(),
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.rules = rules
    self.source = source
    self.clock = clock
    self.log = log
  }

  /// Checks a token. `completion` runs once: within this call where everything is known, else when
  /// the issuer's keys have come or could not be fetched.
  package func verify(_ token: ArraySlice<UInt8>, completion: @escaping Completion) {
    if let claims = remembered(token) { return completion(.success(claims)) }
    check(Array(token), hasWaited: false, completion)
  }

  /// Fetches the keys ahead of the first token.
  package func prepare() {
    let mustFetch = state.withLock { state in
      if case .fetch = state.ring.key("", now: clock.monotonicMilliseconds) { true } else { false }
    }
    if mustFetch { fetch() }
  }

  /// Fetches the keys because they have changed, whenever they were fetched last.
  package func renew() { fetch() }

  private func remembered(_ token: ArraySlice<UInt8>) -> TokenClaims? {
    guard let digest = try? SHA256.digest(of: token.span) else { return nil }
    let now = clock.unixSeconds
    let monotonic = clock.monotonicMilliseconds
    // Without keys of late nothing is remembered: what was signed with one that is gone ends here.
    return state.withLock { state in
      state.ring.isFresh(now: monotonic) ? state.verified.claims(digest, now: now) : nil
    }
  }

  private func check(_ token: [UInt8], hasWaited: Bool, _ completion: @escaping Completion) {
    do throws(TokenRefusal) {
      let signature = try JSONWebSignature(token[...])
      let (answer, issuer, taken) = state.withLock { state in
        let answer = state.ring.key(
          signature.keyID, now: clock.monotonicMilliseconds, hasWaited: hasWaited)
        return (state.take(answer, token, completion), state.issuer, state.taken)
      }
      switch answer {
      case .wait: return
      case .fetch: return fetch()
      case .unknown: throw .invalid("the token's key (kid) is not one of its issuer")
      case .unavailable(let milliseconds):
        throw .unavailable(retryAfterSeconds: Int(milliseconds / 1_000) + 1)
      case .key(let key):
        let claims = try claims(of: signature, key, issuer ?? "")
        remember(token, claims, taken)
        completion(.success(claims))
      }
    } catch {
      completion(.failure(error))
    }
  }

  /// Unless other keys have come since the ones that it was checked with.
  private func remember(_ token: [UInt8], _ claims: TokenClaims, _ taken: Int) {
    guard let digest = try? SHA256.digest(of: token.span) else { return }
    state.withLock { state in
      guard state.taken == taken else { return }
      state.verified.insert(digest, claims, until: claims.expiry)
    }
  }

  private func claims(
    of signature: JSONWebSignature, _ key: VerificationKey, _ issuer: String
  ) throws(TokenRefusal) -> TokenClaims {
    guard key.algorithm == signature.algorithm,
      key.isValid(signature.signature[...], of: signature.signedBytes)
    else { throw .invalid("the signature of the token is not that of its issuer") }
    let claims = try TokenClaims(signature.payload)
    try rules.check(claims, issuer: issuer, now: clock.unixSeconds)
    return claims
  }

  // MARK: - The issuer's documents

  private func fetch() {
    let number = state.withLock { state in
      state.fetches += 1
      return state.fetches
    }
    source.fetch(rules.discoveryURL) { [self] result in
      do throws(IssuerError) {
        let found = try DiscoveryDocument(parsing: result.get().bytes, rules: rules)
        source.fetch(found.keySetURL) { [self] result in keysCame(result, found, number) }
      } catch {
        fetchFailed(error)
      }
    }
  }

  private func keysCame(
    _ result: Result<IssuerDocument, IssuerError>, _ found: DiscoveryDocument, _ number: Int
  ) {
    do throws(IssuerError) {
      let document = try result.get()
      let keys = try Self.keys(document, found)
      let now = clock.monotonicMilliseconds
      let waiting = state.withLock { state in
        // A fetch that began later has come first: what this one brings is of before.
        guard number > state.taken else { return state.waiting.takeAll() }
        state.taken = number
        state.ring.fetched(
          keys, ageMilliseconds: document.maximumAgeSeconds.map { min($0, .max / 1_000) * 1_000 },
          now: now)
        state.issuer = found.issuer
        state.verified.removeAll()
        // When all has changed: whoever sees the number sees the keys.
        changes.add(1, ordering: .releasing)
        return state.waiting.takeAll()
      }
      for one in waiting { check(one.token, hasWaited: true, one.completion) }
    } catch {
      fetchFailed(error)
    }
  }

  private static func keys(
    _ document: IssuerDocument, _ found: DiscoveryDocument
  ) throws(IssuerError) -> JSONWebKeySet {
    do throws(KeySetError) {
      return try JSONWebKeySet(parsing: document.bytes)
    } catch {
      throw IssuerError("\(found.keySetURL): \(error.text)")
    }
  }

  private func fetchFailed(_ error: IssuerError) {
    log("the keys of the token issuer could not be fetched: \(error.text)")
    let waiting = state.withLock { state in
      state.ring.failed(now: clock.monotonicMilliseconds)
      return state.waiting.takeAll()
    }
    for one in waiting { check(one.token, hasWaited: true, one.completion) }
  }
}

extension Array {
  /// All elements, which are then gone.
  fileprivate mutating func takeAll() -> [Element] {
    defer { removeAll() }
    return self
  }
}
