import HTTPClient
import JSON

/// Credentials as the endpoints of containers and instances write them: JSON with `AccessKeyId`,
/// `SecretAccessKey`, `Token` and `Expiration`.
enum EndpointCredentials {
  /// Throws a sentence about what is missing, which quotes nothing.
  static func read(_ body: [UInt8], source: String) throws(CredentialError) -> AWSCredentials {
    guard let value = try? JSONValue(parsing: body) else {
      throw CredentialError(.unavailable, "The \(source) answers with something that is no JSON.")
    }
    guard let key = value["AccessKeyId"]?.string, let secret = value["SecretAccessKey"]?.string
    else {
      let code = value["Code"]?.string.map(ErrorText.shown)
      throw CredentialError(
        .unavailable,
        "The \(source) answers without credentials" + (code.map { ": \($0)." } ?? "."))
    }
    var expiration: Int64?
    if let text = value["Expiration"]?.string {
      guard let time = ISOTime.unixSeconds(text) else {
        throw CredentialError(
          .unavailable, "The \(source) gives credentials whose Expiration is no time.")
      }
      expiration = time
    }
    return AWSCredentials(
      SigningCredentials(key: key, secret: secret, token: value["Token"]?.string),
      expiration: expiration, source: "the \(source)")
  }
}
