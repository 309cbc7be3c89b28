import AWS
import JSON

/// Lets requests in whose sender is known. Any thread.
package final class Gate: Sendable {
  /// What becomes of a request.
  package typealias Completion = @Sendable (Result<Admittance, AccessRefusal>) -> Void

  /// Checks tokens; several where several issuers are trusted.
  private let verifiers: [TokenVerifier]
  private let clients: ClientDirectory?
  private let signatures: SignatureGate?
  private let clock: any AccessClock

  /// A gate that takes what is given; nil: not that way.
  package init(
    verifiers: [TokenVerifier], clients: ClientDirectory?, signatures: SignatureGate?,
    clock: any AccessClock = SystemAccessClock()
  ) {
    self.verifiers = verifiers
    self.clients = clients
    self.signatures = signatures
    self.clock = clock
  }

  /// Whether tokens or keys are taken: else there is nothing to ask for in `WWW-Authenticate`.
  package var takesBearers: Bool { !verifiers.isEmpty || clients != nil }

  /// Scopes that a token needs one of, for whoever asks for one.
  package var scopes: [String] {
    Array(Set(verifiers.flatMap(\.rules.allowedScopes))).sorted()
  }

  /// Who may give tokens out.
  package var issuers: [String] { verifiers.compactMap(\.rules.issuer) }

  /// Another number after every change of what proofs are checked with.
  package var generation: UInt64 {
    // Each of them only grows, so the sum of other ones is another.
    verifiers.reduce(clients?.generation ?? 0) { $0 &+ $1.generation }
  }

  /// Fetches what the first request will need.
  package func prepare() { for verifier in verifiers { verifier.prepare() } }

  /// Looks whether the clients are others; to be called often.
  package func follow() { clients?.readAgainIfChanged() }

  /// Fetches the keys of that issuer again, because they have changed.
  package func renew(_ issuer: String) {
    for verifier in verifiers where verifier.rules.issuer == issuer { verifier.renew() }
  }

  /// Writes down what is worth keeping. To be called now and then, and at the end.
  package func keep() { clients?.keepLastUse() }

  /// Whether a request with that Authorization field, and nothing else that proves who sent it, is
  /// let in as that one was.
  package func remembers(_ one: Admittance, _ authorization: ArraySlice<UInt8>) -> Bool {
    one.remembered?.holds(authorization, now: clock.unixSeconds, generation: generation) ?? false
  }

  /// Finds out who sent a request. `completion` runs once: within this call where everything is
  /// known, else when an issuer's keys have come or could not be fetched.
  package func admit(_ proof: AccessProof, completion: @escaping Completion) {
    do throws(AccessRefusal) {
      // Before the check: what changes meanwhile makes what is remembered void.
      let (second, generation) = (clock.unixSeconds, generation)
      let proof = proof.alone
      switch try proof.kind() {
      case .nothing where !takesBearers: throw AccessRefusal(SignatureV4Refusal.missing)
      case .nothing: throw .unauthorized(nil)
      case .bearer(let bearer):
        let remembered = proof.authorization.first.flatMap {
          RememberedProof($0, second: second, generation: generation)
        }
        try check(bearer) { result in
          completion(
            result.map { checked in
              Admittance(
                checked.caller, generation: generation, end: checked.end, proof: bearer,
                remembered: remembered)
            })
        }
      case .signature:
        let caller = try caller(signing: proof.request())
        completion(.success(Admittance(caller, generation: generation)))
      }
    } catch {
      completion(.failure(error))
    }
  }

  /// Who may send a token or a key, and until when.
  private typealias Checked = (caller: AuthenticatedCaller, end: Int64?)

  private func check(
    _ bearer: BearerProof,
    _ completion: @escaping @Sendable (Result<Checked, AccessRefusal>) -> Void
  ) throws(AccessRefusal) {
    switch bearer {
    case .key(let key): completion(.success((try caller(withKey: key), nil)))
    case .token(let token):
      try check(token: token) { result in
        completion(
          result.map { ($0.caller, TokenRules.end(of: $0)) }.mapError(AccessRefusal.init))
      }
    }
  }

  private func caller(
    withKey key: ArraySlice<UInt8>
  ) throws(AccessRefusal) -> AuthenticatedCaller {
    guard !ClientSecret.isSecret(key) else {
      throw .unauthorized("a client's secret gets tokens and is never sent here; send a token")
    }
    guard let owner = clients?.owner(of: key) else {
      throw .unauthorized("the API key is not known here")
    }
    return AuthenticatedCaller(client: owner.client, scopes: owner.scopes)
  }

  private func caller(
    signing request: SignableRequest
  ) throws(AccessRefusal) -> AuthenticatedCaller {
    guard let signatures else {
      throw .unauthorized("requests are not signed here; send a bearer token")
    }
    let client = try signatures.client(of: request)
    return AuthenticatedCaller(client: client.name, scopes: client.scopes)
  }

  // MARK: - Tokens

  private func check(
    token: ArraySlice<UInt8>, _ completion: @escaping TokenVerifier.Completion
  ) throws(AccessRefusal) {
    guard !verifiers.isEmpty else { throw .unauthorized("tokens are not taken here") }
    guard token.count <= JSONWebSignature.maximumBytes else {
      throw .tooLarge("a token may have \(JSONWebSignature.maximumBytes) bytes")
    }
    verifier(for: token).verify(token, completion: completion)
  }

  /// The verifier of the issuer that the token names, which is not checked yet; the first one for
  /// a token that names none of them.
  private func verifier(for token: ArraySlice<UInt8>) -> TokenVerifier {
    guard verifiers.count > 1, let signature = try? JSONWebSignature(token),
      let issuer = signature.payload.member(signature.payload.root, "iss"),
      let name = signature.payload.string(issuer),
      let named = verifiers.first(where: { $0.rules.names(name) })
    else { return verifiers[0] }
    return named
  }

  // MARK: - What lasts longer than its request

  /// Whether the token that let that request in has ended.
  package func hasEnded(_ one: Admittance) -> Bool {
    one.end.map { clock.unixSeconds >= $0 } ?? false
  }

  /// Finds out whether what let that request in would let the same caller in once more: not when a
  /// token has ended, its issuer's keys or the clients have changed, or the caller may do something
  /// else than before. Where that cannot be told now, the answer is yes, until the token ends.
  /// `completion` runs once, possibly within this call.
  package func stillAdmits(
    _ one: Admittance, completion: @escaping @Sendable (Bool) -> Void
  ) {
    guard let proof = one.proof else { return completion(true) }
    guard !hasEnded(one) else { return completion(false) }
    do throws(AccessRefusal) {
      try check(proof) { result in
        switch result {
        case .success(let again): completion(again.caller == one.caller)
        case .failure(.unavailable): completion(true)
        case .failure: completion(false)
        }
      }
    } catch {
      completion(false)
    }
  }
}

extension AccessRefusal {
  fileprivate init(_ refusal: TokenRefusal) {
    self =
      switch refusal {
      case .invalid(let text): .unauthorized(text)
      case .insufficientScope(let scopes): .insufficientScope(scopes)
      case .unavailable(let seconds): .unavailable(retryAfterSeconds: seconds)
      }
  }
}
