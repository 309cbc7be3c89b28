import AWS

/// What a request claims: who signed what of it, and when. Not checked yet.
struct SignatureV4Proof {
  let accessKeyID: String
  let scope: CredentialScope
  let signedNames: [[UInt8]]
  let signature: [UInt8]
  let time: SigningTime
  let sessionToken: [UInt8]?
  /// How long it holds, in seconds, where the request says so itself: only as a query.
  let expirySeconds: Int64?
  /// The query as it was signed; two where a token may have been added to it before or after.
  let queries: [[UInt8]]

  /// Reads the Authorization field (AWS General Reference, "Signing AWS API requests").
  init(authorization: [UInt8], of request: SignableRequest) throws(SignatureV4Refusal) {
    let parts = try Self.parts(authorization)
    guard let time = request.value(of: "x-amz-date").flatMap({ SigningTime($0.text) }) else {
      throw .incomplete("X-Amz-Date must stand once, as 20260728T120000Z")
    }
    let tokens = request.values(of: "x-amz-security-token")
    guard tokens.count <= 1 else { throw .incomplete("X-Amz-Security-Token may stand once only") }
    try self.init(
      credential: parts["Credential"], signedNames: parts["SignedHeaders"],
      signature: parts["Signature"], time: time, sessionToken: tokens.first, expirySeconds: nil,
      queries: [request.query ?? []])
  }

  private init(
    credential: String?, signedNames: String?, signature: String?, time: SigningTime,
    sessionToken: [UInt8]?, expirySeconds: Int64?, queries: [[UInt8]]
  ) throws(SignatureV4Refusal) {
    guard let credential, let signedNames, let signature else {
      throw .incomplete("Credential, SignedHeaders and Signature must all stand, once each")
    }
    let fields = credential.split(separator: "/", omittingEmptySubsequences: false)
    guard fields.count == 5, fields.allSatisfy({ !$0.isEmpty }),
      fields[4] == CredentialScope.terminator
    else {
      throw .incomplete("Credential must be KEY/YYYYMMDD/REGION/SERVICE/aws4_request")
    }
    accessKeyID = String(fields[0])
    scope = CredentialScope(
      day: String(fields[1]), region: String(fields[2]), service: String(fields[3]))
    self.signedNames = try Self.names(signedNames)
    guard signature.utf8.count == SignatureV4.signatureDigits,
      signature.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { throw .incomplete("Signature must be 64 hexadecimal digits in small letters") }
    self.signature = Array(signature.utf8)
    guard scope.day == time.day else {
      throw .incomplete("the day in Credential must be that of the request's time")
    }
    self.time = time
    self.sessionToken = sessionToken
    self.expirySeconds = expirySeconds
    self.queries = queries
  }

  /// `AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...` in any order.
  private static func parts(
    _ authorization: [UInt8]
  ) throws(SignatureV4Refusal) -> [String: String] {
    let text = authorization.text
    guard let space = text.firstIndex(of: " "), text[..<space] == SignatureV4.algorithm else {
      throw .incomplete("Authorization must begin with \(SignatureV4.algorithm)")
    }
    var parts: [String: String] = [:]
    for part in text[space...].split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: " ")
      guard words.count == 1, let equals = words[0].firstIndex(of: "=") else {
        throw .incomplete("Authorization must be three NAME=VALUE, separated by commas")
      }
      let name = String(words[0][..<equals])
      guard ["Credential", "SignedHeaders", "Signature"].contains(name), parts[name] == nil else {
        throw .incomplete("Credential, SignedHeaders and Signature must all stand, once each")
      }
      parts[name] = String(words[0][words[0].index(after: equals)...])
    }
    return parts
  }

  private static func names(_ joined: String) throws(SignatureV4Refusal) -> [[UInt8]] {
    let names = joined.split(separator: ";", omittingEmptySubsequences: false).map {
      Array($0.utf8)
    }
    let isOrdered = zip(names, names.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
    guard isOrdered, names.allSatisfy({ !$0.isEmpty && $0 == $0.lowercased }) else {
      throw .incomplete("SignedHeaders must be small letters, sorted, each name once")
    }
    return names
  }
}

extension SignatureV4Proof {
  /// Reads the parameters of a presigned URL. The signature is over all the others.
  init(presigned query: [UInt8]) throws(SignatureV4Refusal) {
    var parameters: [String: String] = [:]
    var signed: [ArraySlice<UInt8>] = []
    var tokenless: [ArraySlice<UInt8>] = []
    for pair in query.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = PercentEncoding.decode(Array(parts[0])).text
      if name != "X-Amz-Signature" { signed.append(pair) }
      if name != "X-Amz-Signature", name != "X-Amz-Security-Token" { tokenless.append(pair) }
      guard name.hasPrefix("X-Amz-") else { continue }
      let value = parts.count > 1 ? PercentEncoding.decode(Array(parts[1])).text : ""
      guard parameters.updateValue(value, forKey: name) == nil else {
        throw .incomplete("\(name) may stand once only")
      }
    }
    guard parameters["X-Amz-Algorithm"] == SignatureV4.algorithm else {
      throw .incomplete("X-Amz-Algorithm must be \(SignatureV4.algorithm)")
    }
    guard let time = parameters["X-Amz-Date"].flatMap({ SigningTime($0) }) else {
      throw .incomplete("X-Amz-Date must stand once, as 20260728T120000Z")
    }
    guard let seconds = parameters["X-Amz-Expires"].flatMap({ Int64($0) }),
      (1...Self.maximumExpirySeconds).contains(seconds)
    else { throw .incomplete("X-Amz-Expires must be 1 to \(Self.maximumExpirySeconds)") }
    try self.init(
      credential: parameters["X-Amz-Credential"], signedNames: parameters["X-Amz-SignedHeaders"],
      signature: parameters["X-Amz-Signature"], time: time,
      sessionToken: parameters["X-Amz-Security-Token"].map { Array($0.utf8) },
      expirySeconds: seconds,
      queries: [signed, tokenless].prefix(signed.count == tokenless.count ? 1 : 2).map {
        Array($0.joined(separator: [UInt8(ascii: "&")]))
      })
  }

  /// A week.
  static let maximumExpirySeconds: Int64 = 604_800
}

/// Why a request is not taken for signed. Says nothing that helps to guess a secret.
package struct SignatureV4Refusal: Error, Sendable, Equatable {
  /// AWS's name of the error, such as `InvalidSignatureException`.
  package let code: String
  /// One sentence for people.
  package let text: String

  static let missing = SignatureV4Refusal(
    code: "MissingAuthenticationToken", text: "the request is not signed")
  /// The same whether the key is unknown or the signature another.
  static let invalid = SignatureV4Refusal(
    code: "InvalidSignatureException",
    text: "the access key is not known here, or the signature is not that of the request")

  static func incomplete(_ text: String) -> SignatureV4Refusal {
    SignatureV4Refusal(code: "IncompleteSignature", text: text)
  }
}
