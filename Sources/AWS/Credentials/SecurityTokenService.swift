import Crypto
import Glibc

/// AWS's Security Token Service, which gives out credentials of roles.
struct SecurityTokenService {
  /// The region whose endpoint and signatures serve where none is known.
  static let defaultRegion = "us-east-1"
  private static let version = "2011-06-15"
  /// The longest token that is presented.
  static let tokenBytes = 64 << 10

  let region: String?
  let environment: Environment

  /// Errors that pass.
  private static let passing = [
    "Throttling", "ThrottlingException", "RequestLimitExceeded", "RequestThrottled",
    "IDPCommunicationError", "InternalFailure", "ServiceUnavailable",
  ]

  /// A role for whoever has a token of somebody that AWS trusts (AssumeRoleWithWebIdentity).
  func assumeRole(
    _ role: String, session: String?, token: String
  ) throws(CredentialError) -> AWSCredentials {
    try ask(
      "AssumeRoleWithWebIdentity",
      [
        ("RoleArn", role), ("RoleSessionName", session ?? Self.session),
        ("WebIdentityToken", token),
      ], nil, role)
  }

  /// A role for whoever has other credentials (AssumeRole).
  func assumeRole(
    _ role: String, session: String?, externalID: String?, seconds: Int?,
    _ credentials: AWSCredentials
  ) throws(CredentialError) -> AWSCredentials {
    var parameters = [("RoleArn", role), ("RoleSessionName", session ?? Self.session)]
    if let externalID { parameters.append(("ExternalId", externalID)) }
    if let seconds { parameters.append(("DurationSeconds", "\(seconds)")) }
    return try ask("AssumeRole", parameters, credentials, role)
  }

  private static var session: String { "toolrack-\(time(nil))" }

  private func ask(
    _ action: String, _ parameters: [(String, String)], _ credentials: AWSCredentials?,
    _ role: String
  ) throws(CredentialError) -> AWSCredentials {
    var body = Self.form([("Action", action), ("Version", Self.version)] + parameters)
    defer { body.clear() }
    let region = region ?? Self.defaultRegion
    let call = ServiceCall(
      service: "sts", region: region,
      url: ServiceEndpoint.url("sts", region: region, environment),
      fields: [
        ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
        ("Accept", "text/xml"),
      ], body: body, credentials: credentials)
    let answer: ServiceCall.Answer
    do {
      answer = try call.answer { answer in
        answer.status >= 500 || answer.status == 429
          || XMLText.element("Code", in: answer.body).map(Self.passing.contains) ?? false
      }
    } catch {
      throw CredentialError(.unavailable, "\(action) of \(role) failed: \(error.text)")
    }
    return try Self.credentials(in: answer, action, role)
  }

  private static func form(_ parameters: [(String, String)]) -> [UInt8] {
    var body: [UInt8] = []
    for (name, value) in parameters {
      if !body.isEmpty { body.append(UInt8(ascii: "&")) }
      body += Array("\(name)=".utf8) + PercentEncoding.encode(Array(value.utf8))
    }
    return body
  }

  private static func credentials(
    in answer: ServiceCall.Answer, _ action: String, _ role: String
  ) throws(CredentialError) -> AWSCredentials {
    guard answer.status == 200 else {
      let code = XMLText.element("Code", in: answer.body).map(ErrorText.shown) ?? "no error code"
      let message = XMLText.element("Message", in: answer.body).map(ErrorText.shown) ?? ""
      throw CredentialError(
        .unavailable,
        "\(action) of \(role) failed: AWS says \(answer.status) \(code)"
          + (message.isEmpty ? "." : ": \(message)"))
    }
    guard let key = XMLText.element("AccessKeyId", in: answer.body),
      let secret = XMLText.element("SecretAccessKey", in: answer.body),
      let token = XMLText.element("SessionToken", in: answer.body),
      let expiration = XMLText.element("Expiration", in: answer.body).flatMap(ISOTime.unixSeconds)
    else {
      throw CredentialError(
        .unavailable, "\(action) of \(role) failed: the answer holds no credentials.")
    }
    return AWSCredentials(
      SigningCredentials(key: key, secret: secret, token: token), expiration: expiration,
      source: "role \(role)")
  }
}

/// Texts of others in errors: short, and of printable ASCII.
enum ErrorText {
  private static let maximumCharacters = 200

  static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(maximumCharacters)
    return String(String.UnicodeScalarView(scalars.map { (" "..."~").contains($0) ? $0 : "?" }))
  }
}
