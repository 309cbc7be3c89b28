import AWS
import JSON
import Synchronization

/// Lets requests in whose sender is known. Any thread.
package final class Gate: Sendable {
  /// What becomes of a request.
  package typealias Completion = @Sendable (Result<AuthenticatedCaller, AccessRefusal>) -> Void

  /// Checks tokens; several where several issuers are trusted.
  private let verifiers: [TokenVerifier]
  private let clients: ClientDirectory?
  private let signatures: SignatureGate?

  /// A gate that takes what is given; nil: not that way.
  package init(
    verifiers: [TokenVerifier], clients: ClientDirectory?, signatures: SignatureGate?
  ) {
    self.verifiers = verifiers
    self.clients = clients
    self.signatures = signatures
  }

  /// Whether tokens or keys are taken: else there is nothing to ask for in `WWW-Authenticate`.
  package var takesBearers: Bool { !verifiers.isEmpty || clients != nil }

  /// Scopes that a token needs one of, for whoever asks for one.
  package var scopes: [String] {
    Array(Set(verifiers.flatMap(\.rules.allowedScopes))).sorted()
  }

  /// Who may give tokens out.
  package var issuers: [String] { verifiers.compactMap(\.rules.issuer) }

  /// Fetches what the first request will need.
  package func prepare() { for verifier in verifiers { verifier.prepare() } }

  /// Fetches the keys of that issuer again, because they have changed.
  package func renew(_ issuer: String) {
    for verifier in verifiers where verifier.rules.issuer == issuer { verifier.renew() }
  }

  /// Writes down what is worth keeping. To be called now and then, and at the end.
  package func keep() { clients?.keepLastUse() }

  /// Finds out who sent a request. `completion` runs once: within this call where everything is
  /// known, else when an issuer's keys have come or could not be fetched.
  package func admit(_ proof: AccessProof, completion: @escaping Completion) {
    do throws(AccessRefusal) {
      switch try proof.kind() {
      case .nothing where !takesBearers: throw .missingSignature
      case .nothing: throw .unauthorized(nil)
      case .key(let key): completion(.success(try caller(withKey: key)))
      case .token(let token): try admit(token: token, completion)
      case .signature: completion(.success(try caller(signing: proof.request())))
      }
    } catch {
      completion(.failure(error))
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
    return AuthenticatedCaller(
      principal: "client:\(owner.client)", client: owner.client, scopes: owner.scopes,
      claims: Self.claims(client: owner.client, scopes: owner.scopes))
  }

  private func caller(
    signing request: SignableRequest
  ) throws(AccessRefusal) -> AuthenticatedCaller {
    guard let signatures else {
      throw .unauthorized("requests are not signed here; send a bearer token")
    }
    do throws(SignatureV4Refusal) {
      let client = try signatures.client(of: request)
      return AuthenticatedCaller(
        principal: "client:\(client.name)", client: client.name, scopes: client.scopes,
        claims: Self.claims(client: client.name, scopes: client.scopes))
    } catch {
      throw .unsigned(code: error.code, text: error.text)
    }
  }

  private static func claims(client: String, scopes: [String]) -> [UInt8] {
    JSONValue.object([
      "client_id": .string(client), "scope": .string(scopes.joined(separator: " ")),
    ]).serialized()
  }

  // MARK: - Tokens

  private func admit(
    token: ArraySlice<UInt8>, _ completion: @escaping Completion
  ) throws(AccessRefusal) {
    guard !verifiers.isEmpty else { throw .unauthorized("tokens are not taken here") }
    guard token.count <= JSONWebSignature.maximumBytes else {
      throw .tooLarge("a token may have \(JSONWebSignature.maximumBytes) bytes")
    }
    let verifier = verifier(for: token)
    verifier.verify(token) { result in
      completion(
        result.map { claims in
          AuthenticatedCaller(
            principal: Self.principal(claims), client: claims.clientID ?? claims.subject ?? "",
            scopes: claims.scopes, claims: claims.json)
        }.mapError(AccessRefusal.init))
    }
  }

  /// Two applications of one person are two callers. Blanks are encoded, so that no two read alike.
  private static func principal(_ claims: TokenClaims) -> String {
    let client = claims.clientID ?? claims.subject ?? ""
    let parts = [claims.issuer, client] + (claims.subject.map { [$0] } ?? [])
    let encoded = parts.map { part in
      part.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
    }
    return "token:" + encoded.joined(separator: " ")
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
}

extension AccessRefusal {
  fileprivate static var missingSignature: AccessRefusal {
    .unsigned(code: SignatureV4Refusal.missing.code, text: SignatureV4Refusal.missing.text)
  }

  fileprivate init(_ refusal: TokenRefusal) {
    self =
      switch refusal {
      case .invalid(let text): .unauthorized(text)
      case .insufficientScope(let scopes): .insufficientScope(scopes)
      case .unavailable(let seconds): .unavailable(retryAfterSeconds: seconds)
      }
  }
}
