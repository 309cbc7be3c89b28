package import AWS

/// What a request brings along to prove who sent it.
package struct AccessProof: Sendable {
  /// The values of its Authorization fields.
  package var authorization: [ArraySlice<UInt8>]
  /// The values of its X-API-Key fields.
  package var apiKeys: [ArraySlice<UInt8>]
  /// The whole request, for a signature; asked for only where it is signed.
  package var request: @Sendable () -> SignableRequest

  /// What those fields say.
  package init(
    authorization: [ArraySlice<UInt8>], apiKeys: [ArraySlice<UInt8>],
    request: @escaping @Sendable () -> SignableRequest
  ) {
    self.authorization = authorization
    self.apiKeys = apiKeys
    self.request = request
  }

  /// The same with bytes of its own, so that keeping it keeps no more of the request.
  var alone: AccessProof {
    var alone = self
    alone.authorization = authorization.map { ArraySlice(Array($0)) }
    alone.apiKeys = apiKeys.map { ArraySlice(Array($0)) }
    return alone
  }

  /// The ways to prove it.
  enum Kind {
    case nothing
    case bearer(BearerProof)
    case signature
  }

  /// Which way was taken. A request that takes two is refused, because proxies and servers may
  /// disagree about which one counts.
  func kind() throws(AccessRefusal) -> Kind {
    guard authorization.count + apiKeys.count <= 1 else {
      throw .malformed("send one Authorization or one X-API-Key header, not both and none twice")
    }
    if let key = apiKeys.first { return .bearer(.key(key)) }
    guard let field = authorization.first else { return .nothing }
    let scheme = Array(field.prefix { $0 != 0x20 }).lowercased
    if scheme == Array("aws4-hmac-sha256".utf8) { return .signature }
    guard scheme == Array("bearer".utf8) else {
      throw .malformed("Authorization must be \"Bearer TOKEN\" or AWS4-HMAC-SHA256")
    }
    let token = field.dropFirst(scheme.count).drop { $0 == 0x20 }
    guard !token.isEmpty, !token.contains(0x20) else {
      throw .malformed("Authorization must be \"Bearer TOKEN\", with one token")
    }
    return .bearer(APIKey.isKey(token) ? .key(token) : .token(token))
  }
}
