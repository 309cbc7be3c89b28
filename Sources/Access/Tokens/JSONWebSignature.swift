import Crypto
import JSON

/// A JSON Web Signature in compact form (RFC 7515 section 7.1), taken apart and not checked yet.
struct JSONWebSignature {
  /// The longest token that is looked at.
  static let maximumBytes = 16_384
  /// How deep the objects in a token may be.
  private static let limits = JSONLimits(maximumDepth: 16, maximumBytes: maximumBytes)

  /// The key's id; every token must name one.
  let keyID: String
  let algorithm: VerificationKey.Algorithm
  let payload: JSONDocument
  /// What is signed: header and payload as they were sent.
  let signedBytes: ArraySlice<UInt8>
  let signature: [UInt8]

  /// Takes a token apart. The algorithm is one of those that are checked here, whatever the header
  /// says besides; keys that the token brings along count for nothing.
  init(_ token: ArraySlice<UInt8>) throws(TokenRefusal) {
    guard token.count <= Self.maximumBytes else {
      throw .invalid("the token is longer than \(Self.maximumBytes) bytes")
    }
    let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else {
      throw .invalid("the token must be three parts with dots between them")
    }
    let header = try Self.object(parts[0], "header")
    payload = try Self.object(parts[1], "payload")
    guard let signature = Base64URL.decode(parts[2]) else {
      throw .invalid("the signature of the token is not base64url without padding")
    }
    self.signature = signature
    signedBytes = token[parts[0].startIndex..<parts[1].endIndex]
    algorithm = try Self.algorithm(of: header)
    guard header.member(header.root, "crit") == nil else {
      throw .invalid("the token demands an extension (crit) that is not understood")
    }
    guard let node = header.member(header.root, "kid"), let keyID = header.string(node),
      !keyID.isEmpty
    else { throw .invalid("the token does not name its key (kid)") }
    self.keyID = keyID
  }

  private static func object(
    _ part: ArraySlice<UInt8>, _ name: String
  ) throws(TokenRefusal) -> JSONDocument {
    guard let bytes = Base64URL.decode(part) else {
      throw .invalid("the \(name) of the token is not base64url without padding")
    }
    guard let document = try? JSONDocument(parsing: bytes, limits: limits),
      document.kind(document.root) == .object
    else { throw .invalid("the \(name) of the token is not a JSON object") }
    return document
  }

  private static func algorithm(
    of header: JSONDocument
  ) throws(TokenRefusal) -> VerificationKey.Algorithm {
    guard let node = header.member(header.root, "alg"), header.kind(node) == .string else {
      throw .invalid("the token does not name its algorithm (alg)")
    }
    if header.equals(node, "RS256") { return .rs256 }
    if header.equals(node, "ES256") { return .es256 }
    throw .invalid("the token's algorithm is neither RS256 nor ES256")
  }
}
