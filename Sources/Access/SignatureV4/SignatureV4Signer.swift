package import Crypto

/// Signs requests with Signature Version 4 for one service of one region. A plain value; any
/// thread.
package struct SignatureV4Signer: Sendable {
  /// Fields that are on their way to the next hop only, or that proxies write: never signed.
  private static let unsigned: Set<String> = [
    "authorization", "connection", "expect", "keep-alive", "proxy-authenticate",
    "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    "user-agent", "x-amzn-trace-id",
  ]

  /// Where it is signed for.
  package let region: String
  /// Such as `bedrock-agentcore`.
  package let service: String
  /// Whether the path is signed without dot segments and empty segments: all services but S3.
  package var normalizesPath = true
  /// Whether X-Amz-Content-Sha256 is sent.
  package var sendsContentHash = false
  /// Whether the session token is signed; some services want it sent beside the signature.
  package var signsSessionToken = true

  /// A signer for that service.
  package init(region: String, service: String) {
    self.region = region
    self.service = service
  }

  /// The request with the fields that prove who sent it. `request` must have its Host.
  package func signed(
    _ request: SignableRequest, _ credentials: SigningCredentials, at time: SigningTime
  ) throws(CryptoError) -> SignableRequest {
    var request = request
    let payloadHash = try payloadHash(of: request)
    request.fields.append(.init("X-Amz-Date", time.text))
    if sendsContentHash {
      request.fields.append(
        .init(name: Array("X-Amz-Content-Sha256".utf8), value: payloadHash))
    }
    let token = credentials.sessionToken.map {
      SignableRequest.Field(name: Array("X-Amz-Security-Token".utf8), value: $0)
    }
    if let token, signsSessionToken { request.fields.append(token) }
    let canonical = CanonicalRequest(
      request, signing: signedNames(of: request), query: request.query, payloadHash: payloadHash,
      normalizesPath: normalizesPath)
    let scope = CredentialScope(day: time.day, region: region, service: service)
    let signature = try signature(of: canonical, scope, credentials.secret, at: time)
    if let token, !signsSessionToken { request.fields.append(token) }
    request.fields.append(
      .init(
        "Authorization",
        "\(SignatureV4.algorithm) Credential=\(credentials.accessKeyID)/\(scope.text), "
          + "SignedHeaders=\(canonical.signedNames.text), Signature=\(signature.text)"))
    return request
  }

  /// The request with a query that proves who made it, for whoever has the URL, until `seconds`
  /// after `time`.
  package func presigned(
    _ request: SignableRequest, _ credentials: SigningCredentials, at time: SigningTime,
    expiringAfter seconds: Int
  ) throws(CryptoError) -> SignableRequest {
    var request = request
    let names = signedNames(of: request)
    let scope = CredentialScope(day: time.day, region: region, service: service)
    let joined = names.sorted { $0.lexicographicallyPrecedes($1) }
      .joined(separator: [UInt8(ascii: ";")])
    var parameters = [
      ("X-Amz-Algorithm", Array(SignatureV4.algorithm.utf8)),
      ("X-Amz-Credential", Array("\(credentials.accessKeyID)/\(scope.text)".utf8)),
      ("X-Amz-Date", Array(time.text.utf8)), ("X-Amz-Expires", Array("\(seconds)".utf8)),
      ("X-Amz-SignedHeaders", Array(joined)),
    ]
    let token = credentials.sessionToken.map { ("X-Amz-Security-Token", $0) }
    if let token, signsSessionToken { parameters.append(token) }
    request.query = Self.appending(parameters, to: request.query)
    let canonical = CanonicalRequest(
      request, signing: names, query: request.query, payloadHash: try payloadHash(of: request),
      normalizesPath: normalizesPath)
    let signature = try signature(of: canonical, scope, credentials.secret, at: time)
    var last = [("X-Amz-Signature", signature)]
    if let token, !signsSessionToken { last.append(token) }
    request.query = Self.appending(last, to: request.query)
    return request
  }

  private static func appending(_ parameters: [(String, [UInt8])], to query: [UInt8]?) -> [UInt8] {
    var query = query ?? []
    for (name, value) in parameters {
      if !query.isEmpty { query.append(UInt8(ascii: "&")) }
      query += Array("\(name)=".utf8) + PercentEncoding.encode(value)
    }
    return query
  }

  private func signedNames(of request: SignableRequest) -> [[UInt8]] {
    Set(request.fields.map(\.name.lowercased)).filter { !Self.unsigned.contains($0.text) }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func payloadHash(of request: SignableRequest) throws(CryptoError) -> [UInt8] {
    Hexadecimal.encode(try SHA256.digest(of: request.body.span))
  }

  private func signature(
    of canonical: CanonicalRequest, _ scope: CredentialScope, _ secret: Key, at time: SigningTime
  ) throws(CryptoError) -> [UInt8] {
    let key = try scope.signingKey(secret)
    let text = try scope.stringToSign(canonical, at: time)
    return Hexadecimal.encode(try HMACSHA256.code(of: text[...], key: key))
  }
}
