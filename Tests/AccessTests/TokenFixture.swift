import JSON
import Synchronization

@testable import Access
@testable import Crypto

/// An issuer of tokens for tests: its key, its documents, and tokens with whatever is wrong.
struct TokenFixture {
  static let address = "https://issuer.example/pool"

  /// Made once: it takes a while.
  static let key = try? RSASigningKey()
  static let otherKey = try? RSASigningKey()

  var rules = TokenRules(discoveryURL: address + TokenRules.discoverySuffix)
  var now: Int64 = 1_800_000_000
  var header: JSONObject = ["alg": "RS256", "kid": "one"]
  var claims: JSONObject = [
    "iss": .string(address), "sub": "client-1", "client_id": "client-1", "token_use": "access",
    "scope": "tools/read tools/call", "exp": 1_800_003_600, "iat": 1_800_000_000,
  ]

  func token(signedWith key: RSASigningKey? = TokenFixture.key) throws -> String {
    let header = Base64URL.encode(JSONValue.object(header).serialized())
    let payload = Base64URL.encode(JSONValue.object(claims).serialized())
    let signed = Array("\(header).\(payload)".utf8)
    let signature = try key?.signature(of: signed[...]) ?? []
    return "\(header).\(payload).\(Base64URL.encode(signature))"
  }

  static func entry(_ id: String, _ key: RSASigningKey?) -> JSONObject {
    [
      "kty": "RSA", "use": "sig", "alg": "RS256", "kid": .string(id),
      "n": .string(Base64URL.encode(key?.modulus ?? [])),
      "e": .string(Base64URL.encode(key?.exponent ?? [])),
    ]
  }

  static func set(_ entries: [JSONObject]) -> [UInt8] {
    JSONValue.object(["keys": .array(entries.map { .object($0) })]).serialized()
  }

  static let discovery = JSONValue.object([
    "issuer": .string(address), "jwks_uri": .string(address + "/keys"),
  ]).serialized()
}

/// Clocks that stand where a test puts them.
final class ManualAccessClock: AccessClock {
  private let state: Mutex<(seconds: Int64, milliseconds: Int64)>

  init(_ seconds: Int64) { state = Mutex((seconds, 0)) }

  var unixSeconds: Int64 { state.withLock { $0.seconds } }
  var monotonicMilliseconds: Int64 { state.withLock { $0.milliseconds } }

  func advance(milliseconds: Int64) {
    state.withLock { state in
      state.milliseconds += milliseconds
      state.seconds += milliseconds / 1_000
    }
  }
}

/// Documents that a test writes, and what was asked for. Answers at once, or when the test says so.
final class ScriptedDocuments: IssuerDocumentSource {
  private struct State {
    var documents: [String: Result<IssuerDocument, IssuerError>] = [:]
    var asked: [String] = []
    var isHeld = false
    var held: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  init(keys: [UInt8], discovery: [UInt8] = TokenFixture.discovery) {
    put(keys: keys)
    put(TokenFixture.address + TokenRules.discoverySuffix, discovery)
  }

  func put(keys: [UInt8]) { put(TokenFixture.address + "/keys", keys) }

  func put(_ url: String, _ bytes: [UInt8]) {
    let document = IssuerDocument(bytes: bytes, maximumAgeSeconds: nil)
    state.withLock { $0.documents[url] = .success(document) }
  }

  func fail() {
    state.withLock { state in
      for url in state.documents.keys { state.documents[url] = .failure(IssuerError("it is down")) }
    }
  }

  var asked: [String] { state.withLock { $0.asked } }

  func hold() { state.withLock { $0.isHeld = true } }

  /// Lets the first one go that is held; what follows from it is held again.
  func letGoOfOne() {
    let one = state.withLock { $0.held.removeFirst() }
    one()
  }

  /// Holds nothing new; what is held stays.
  func passOn() { state.withLock { $0.isHeld = false } }

  func letGo() {
    let held = state.withLock { state in
      state.isHeld = false
      defer { state.held = [] }
      return state.held
    }
    for one in held { one() }
  }

  func fetch(
    _ url: String, completion: @escaping @Sendable (Result<IssuerDocument, IssuerError>) -> Void
  ) {
    let (result, isHeld) = state.withLock { state in
      state.asked.append(url)
      let result = state.documents[url] ?? .failure(IssuerError("no such document"))
      if state.isHeld { state.held.append { completion(result) } }
      return (result, state.isHeld)
    }
    if !isHeld { completion(result) }
  }
}

/// The outcome of the last verification.
final class Outcome: Sendable {
  private let results = Mutex<[Result<TokenClaims, TokenRefusal>]>([])

  func put(_ result: Result<TokenClaims, TokenRefusal>) { results.withLock { $0.append(result) } }

  var all: [Result<TokenClaims, TokenRefusal>] { results.withLock { $0 } }
  var claims: TokenClaims? { try? all.last?.get() }
  var refusal: TokenRefusal? {
    guard case .failure(let refusal)? = all.last else { return nil }
    return refusal
  }
}
