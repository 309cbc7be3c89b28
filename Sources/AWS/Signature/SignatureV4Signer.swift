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
  /// What becomes of the path.
  package var path = CanonicalRequest.Path.normalized
  /// Whether X-Amz-Content-Sha256 is sent.
  package var sendsContentHash = false
  /// Whether a presigned URL is good for any content.
  package var presignsAnyContent = false
  /// Whether the session token is signed; some services want it sent beside the signature.
  package var signsSessionToken = true

  private let keys: SigningKeys?

  /// What a presigned URL says of its content where it may be any.
  private static let unsignedPayload = Array("UNSIGNED-PAYLOAD".utf8)

  /// A signer for that service, in the way that the service asks for.
  ///
  /// - Parameter keys: where derived keys are kept; nil: each signature derives its own.
  package init(region: String, service: String, keys: SigningKeys? = nil) {
    self.region = region
    self.service = service
    self.keys = keys
    guard service == "s3" else { return }
    path = .asSent
    sendsContentHash = true
    presignsAnyContent = true
  }

  /// The request with the fields that prove who sent it. `request` must have its Host.
  package func signed(
    _ request: SignableRequest, _ credentials: SigningCredentials, at time: SigningTime
  ) throws(CryptoError) -> SignableRequest {
    var request = request
    let payloadHash = try payloadHash(of: request)
    request.fields.append(.init("X-Amz-Date", time.text))
    if sendsContentHash, request.value(of: "x-amz-content-sha256") == nil {
      request.fields.append(
        .init(name: Array("X-Amz-Content-Sha256".utf8), value: payloadHash))
    }
    let token = credentials.sessionToken.map {
      SignableRequest.Field(name: Array("X-Amz-Security-Token".utf8), value: $0)
    }
    if let token, signsSessionToken { request.fields.append(token) }
    let canonical = CanonicalRequest(
      request, signing: signedNames(of: request), query: request.query, payloadHash: payloadHash,
      path: path)
    let scope = CredentialScope(day: time.day, region: region, service: service)
    let signature = try signature(of: canonical, scope, credentials, at: time)
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
      request, signing: names, query: request.query,
      payloadHash: presignsAnyContent ? Self.unsignedPayload : try payloadHash(of: request),
      path: path)
    let signature = try signature(of: canonical, scope, credentials, at: time)
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

  /// What the request says of its content itself holds.
  private func payloadHash(of request: SignableRequest) throws(CryptoError) -> [UInt8] {
    if let said = request.value(of: "x-amz-content-sha256") { return said }
    return Hexadecimal.encode(try SHA256.digest(of: request.body.span))
  }

  private func signature(
    of canonical: CanonicalRequest, _ scope: CredentialScope, _ credentials: SigningCredentials,
    at time: SigningTime
  ) throws(CryptoError) -> [UInt8] {
    let key =
      if let keys { try keys.key(of: credentials, for: scope) } else {
        try scope.signingKey(credentials.secret)
      }
    let text = try scope.stringToSign(canonical, at: time)
    return Hexadecimal.encode(try HMACSHA256.code(of: text[...], key: key))
  }
}
