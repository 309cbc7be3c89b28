// What it costs to check a bearer token, as one line of JSON: nanoseconds for one that was checked
// before, nanoseconds for a new one signed with RS256, and those of one signature alone.

import Access
import Crypto
import Glibc
import JSON
import Synchronization

/// An issuer whose documents are in memory.
struct Documents: IssuerDocumentSource {
  static let issuer = "https://issuer.example"
  let keys: [UInt8]

  func fetch(
    _ url: String, completion: @escaping @Sendable (Result<IssuerDocument, IssuerError>) -> Void
  ) {
    let discovery: JSONValue = [
      "issuer": .string(Self.issuer), "jwks_uri": .string("\(Self.issuer)/keys"),
    ]
    let bytes = url.hasSuffix("/keys") ? keys : discovery.serialized()
    completion(.success(IssuerDocument(bytes: bytes, maximumAgeSeconds: 86_400)))
  }
}

/// A token as Cognito makes them.
func token(_ key: RSASigningKey, number: Int) throws -> [UInt8] {
  let now = Int64(time(nil))
  let header: JSONValue = ["alg": "RS256", "kid": "key"]
  let payload: JSONValue = [
    "iss": .string(Documents.issuer), "sub": "4a1b2c3d4e5f6a7b8c9d0e1f2a",
    "client_id": "4a1b2c3d4e5f6a7b8c9d0e1f2a", "token_use": "access", "scope": "MyGateway/invoke",
    "iat": .number(JSONNumber(now)), "exp": .number(JSONNumber(now + 3_600)), "version": 2,
    "jti": .string("11111111-2222-3333-4444-\(number)"),
  ]
  let signed =
    Base64URL.encode(header.serialized()) + "." + Base64URL.encode(payload.serialized())
  let signature = try key.signature(of: Array(signed.utf8)[...])
  return Array("\(signed).\(Base64URL.encode(signature))".utf8)
}

/// Nanoseconds for one run of the work, in the fastest of several rounds.
func nanoseconds(rounds: Int, runs: Int, _ work: (Int) -> Bool) -> Double {
  var best = Double.infinity
  for round in 0..<rounds {
    var begin = timespec()
    clock_gettime(CLOCK_MONOTONIC, &begin)
    for run in 0..<runs where !work(round * runs + run) { exit(1) }
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    let passed = Double(end.tv_sec - begin.tv_sec) * 1e9 + Double(end.tv_nsec - begin.tv_nsec)
    best = min(best, passed / Double(runs))
  }
  return best
}

func isTaken(_ token: [UInt8], by verifier: TokenVerifier) -> Bool {
  let taken = Atomic<Bool>(false)
  verifier.verify(token[...]) { result in
    if case .success = result { taken.store(true, ordering: .relaxed) }
  }
  return taken.load(ordering: .relaxed)
}

let key = try RSASigningKey()
let entry: JSONValue = [
  "kty": "RSA", "kid": "key", "n": .string(Base64URL.encode(key.modulus)),
  "e": .string(Base64URL.encode(key.exponent)),
]
let keys: JSONValue = ["keys": [entry]]
var rules = TokenRules(discoveryURL: Documents.issuer + TokenRules.discoverySuffix)
rules.allowedScopes = ["MyGateway/invoke"]
let verifier = TokenVerifier(rules: rules, source: Documents(keys: keys.serialized()))

let known = try token(key, number: 0)
guard isTaken(known, by: verifier) else { exit(1) }
let rounds = 5
let runs = 200
let fresh = try (1...(rounds * runs)).map { try token(key, number: $0) }
let checking = nanoseconds(rounds: rounds, runs: runs) { isTaken(fresh[$0], by: verifier) }
let remembering = nanoseconds(rounds: 15, runs: 5_000) { _ in isTaken(known, by: verifier) }

let verification = try key.verificationKey()
let message = Array("what is signed".utf8)
let signature = try key.signature(of: message[...])
let signing = nanoseconds(rounds: rounds, runs: runs) { _ in
  verification.isValid(signature[...], of: message[...])
}

var writer = JSONWriter()
writer.beginObject()
writer.key("knownNanoseconds")
writer.double(remembering.rounded())
writer.key("newNanoseconds")
writer.double(checking.rounded())
writer.key("signatureNanoseconds")
writer.double(signing.rounded())
writer.endObject()
print(String(decoding: writer.bytes, as: UTF8.self))
