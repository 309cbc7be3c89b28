package import AWS
package import Crypto

/// Checks requests that are signed with Signature Version 4 for one service of one region. A plain
/// value; any thread.
package struct SignatureV4Verifier: Sendable {
  /// How far a request's time may be from ours, in seconds, unless told otherwise.
  package static let defaultSkewSeconds: Int64 = 300

  private let region: String
  private let service: String
  private let keys: [String: SigningCredentials]
  private let unknown: SigningCredentials
  /// How far a request's time may be from ours.
  package var skewSeconds = defaultSkewSeconds
  /// What became of the path.
  package var path = CanonicalRequest.Path.normalized
  /// Whether a signature may stand in the query.
  package var takesPresigned = false

  /// What was found to be genuine.
  package struct Identity: Sendable, Equatable {
    package let accessKeyID: String
    /// Stands for this request among all: for a replay window.
    package let signature: [UInt8]
    /// When the signature stops to hold, in seconds after 1970.
    package let expiry: Int64
  }

  /// A verifier that knows those keys, by their ids.
  package init(
    region: String, service: String, keys: [SigningCredentials]
  ) throws(CryptoError) {
    self.region = region
    self.service = service
    self.keys = Dictionary(keys.map { ($0.accessKeyID, $0) }) { $1 }
    unknown = SigningCredentials(accessKeyID: "", secret: try Key(randomByteCount: 30))
  }

  /// Who signed the request.
  package func identity(
    of request: SignableRequest, now: Int64
  ) throws(SignatureV4Refusal) -> Identity {
    let proof = try proof(of: request)
    guard proof.scope.region == region, proof.scope.service == service else {
      throw SignatureV4Refusal(
        code: "SignatureDoesNotMatch",
        text: "the request is signed for \(proof.scope.service) in \(proof.scope.region); "
          + "this is \(service) in \(region)")
    }
    let expiry = try checkTime(proof, now)
    try checkNames(proof, request)
    // Whoever asks with an unknown key waits as long and hears the same.
    let known = keys[proof.accessKeyID]
    let credentials = known ?? unknown
    let isGenuine = try isGenuine(proof, request, credentials)
    guard isGenuine, known != nil else { throw .invalid }
    guard isSame(proof.sessionToken, credentials.sessionToken) else {
      throw SignatureV4Refusal(
        code: "UnrecognizedClientException",
        text: "X-Amz-Security-Token is not the one that belongs to the access key")
    }
    return Identity(
      accessKeyID: proof.accessKeyID, signature: proof.signature, expiry: expiry)
  }

  private func proof(of request: SignableRequest) throws(SignatureV4Refusal) -> SignatureV4Proof {
    let fields = request.values(of: "authorization")
    let isPresigned = request.query.map(Self.hasSignature) ?? false
    guard fields.count + (isPresigned ? 1 : 0) <= 1 else {
      throw .incomplete("a request is signed once only")
    }
    if let field = fields.first {
      return try SignatureV4Proof(authorization: field, of: request)
    }
    guard isPresigned, takesPresigned, let query = request.query else { throw .missing }
    return try SignatureV4Proof(presigned: query)
  }

  private static func hasSignature(_ query: [UInt8]) -> Bool {
    query.split(separator: UInt8(ascii: "&")).contains { pair in
      PercentEncoding.decode(Array(pair.prefix { $0 != UInt8(ascii: "=") })).text
        == "X-Amz-Signature"
    }
  }

  /// When the signature stops to hold.
  private func checkTime(
    _ proof: SignatureV4Proof, _ now: Int64
  ) throws(SignatureV4Refusal) -> Int64 {
    let time = proof.time.unixSeconds
    let expiry = time + (proof.expirySeconds ?? skewSeconds)
    guard time - now <= skewSeconds, now <= expiry else {
      let (which, seconds) = now > time ? ("old", now - time) : ("ahead", time - now)
      throw SignatureV4Refusal(
        code: "InvalidSignatureException",
        text: "the request's time is \(seconds) seconds \(which); set the clock of its sender")
    }
    return expiry
  }

  private static let unsignedToken = Array("x-amz-security-token".utf8)

  /// Host and every X-Amz field must be signed, but for the token, which is compared by itself; and
  /// what is named must be there.
  private func checkNames(
    _ proof: SignatureV4Proof, _ request: SignableRequest
  ) throws(SignatureV4Refusal) {
    let names = Set(proof.signedNames)
    let present = Set(request.fields.map(\.name.lowercased))
    for name in proof.signedNames where !present.contains(name) {
      throw .incomplete("the signed header \(name.text) is missing")
    }
    guard names.contains(Array("host".utf8)) else { throw .incomplete("Host must be signed") }
    for name in present where name.starts(with: "x-amz-".utf8) && !names.contains(name) {
      guard name == Self.unsignedToken else {
        throw .incomplete("the header \(name.text) must be signed")
      }
    }
  }

  private func isGenuine(
    _ proof: SignatureV4Proof, _ request: SignableRequest, _ credentials: SigningCredentials
  ) throws(SignatureV4Refusal) -> Bool {
    do throws(CryptoError) {
      let hash = Hexadecimal.encode(try SHA256.digest(of: request.body.span))
      let key = try proof.scope.signingKey(credentials.secret)
      var isGenuine = false
      for query in proof.queries {
        let canonical = CanonicalRequest(
          request, signing: proof.signedNames, query: query, payloadHash: hash,
          path: path)
        let text = try proof.scope.stringToSign(canonical, at: proof.time)
        let expected = Hexadecimal.encode(try HMACSHA256.code(of: text[...], key: key))
        isGenuine = ConstantTime.equal(expected[...], proof.signature[...]) || isGenuine
      }
      // The content is what the signature is over; a client that says another hash errs.
      let saysHash = request.values(of: "x-amz-content-sha256").allSatisfy { $0 == hash }
      return isGenuine && saysHash
    } catch {
      throw SignatureV4Refusal(code: "InternalFailure", text: "\(error)")
    }
  }

  private func isSame(_ one: [UInt8]?, _ other: [UInt8]?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return ConstantTime.equal(one[...], other[...])
  }
}
