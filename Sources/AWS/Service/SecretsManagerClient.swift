import Crypto
import JSON

/// Secrets of AWS Secrets Manager (GetSecretValue). Any thread.
package final class SecretsManagerClient: Sendable {
  /// The longest name or ARN.
  package static let maximumIDBytes = 2048
  private static let service = "secretsmanager"

  private let chain: CredentialChain

  /// Asks with the credentials of the chain; in the region of an ARN, or for a name in the chain's.
  package init(chain: CredentialChain) { self.chain = chain }

  /// What hears of a secret: once, on any thread.
  package typealias Completion = @Sendable (Result<[UInt8], SecretsManagerError>) -> Void

  /// The bytes of `SecretString`, or those that `SecretBinary` stands for. Whoever gets them clears
  /// them after use. Asks anew each time; waits at most some tens of seconds.
  ///
  /// - Parameters:
  ///   - secretID: an ARN, or a name.
  ///   - versionStage: nil: `AWSCURRENT`.
  package func value(
    of secretID: String, versionStage: String? = nil
  ) throws(SecretsManagerError) -> [UInt8] {
    let region = try region(of: secretID)
    let credentials: AWSCredentials
    do {
      credentials = try chain.credentials()
    } catch {
      throw SecretsManagerError(secretID, nil, "cannot be asked for: \(error)")
    }
    let call = ServiceCall(
      service: Self.service, region: region,
      url: ServiceEndpoint.url(Self.service, region: region, chain.environment),
      fields: [
        ("Content-Type", "application/x-amz-json-1.1"),
        ("X-Amz-Target", "secretsmanager.GetSecretValue"),
      ], body: Self.request(secretID, versionStage), credentials: credentials)
    let answer: ServiceCall.Answer
    do {
      answer = try call.answer { $0.status >= 500 || Self.isThrottling(Self.code($0)) }
    } catch {
      throw SecretsManagerError(secretID, nil, "cannot be had: \(error.text)")
    }
    return try Self.secret(in: answer, secretID, region)
  }

  /// The same for a thread that must not wait.
  package func value(
    of secretID: String, versionStage: String? = nil, _ completion: @escaping Completion
  ) {
    let isStarted = BackgroundThread.start { [self] in
      do throws(SecretsManagerError) {
        completion(.success(try value(of: secretID, versionStage: versionStage)))
      } catch {
        completion(.failure(error))
      }
    }
    if !isStarted {
      completion(.failure(SecretsManagerError(secretID, nil, "cannot be had: no thread is left.")))
    }
  }

  /// `arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME`, or a name.
  private func region(of secretID: String) throws(SecretsManagerError) -> String {
    guard (1...Self.maximumIDBytes).contains(secretID.utf8.count),
      secretID.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw SecretsManagerError(
        ErrorText.shown(secretID), nil, "is neither the name nor the ARN of a secret.")
    }
    guard secretID.hasPrefix("arn:") else {
      guard let region = chain.region else {
        throw SecretsManagerError(
          secretID, nil,
          "is a name, and there is no region to look in; use its ARN, or set "
            + "AWS_REGION.")
      }
      return region
    }
    let parts = secretID.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false)
    guard parts.count == 7, parts[2] == Self.service, parts[5] == "secret", !parts[6].isEmpty,
      !parts[3].isEmpty, parts[3].utf8.allSatisfy(Self.isRegionByte)
    else {
      throw SecretsManagerError(
        secretID, nil,
        "is no ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME.")
    }
    return String(parts[3])
  }

  private static func isRegionByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
  }

  private static func request(_ secretID: String, _ versionStage: String?) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("SecretId")
    writer.string(secretID)
    if let versionStage {
      writer.key("VersionStage")
      writer.string(versionStage)
    }
    writer.endObject()
    return writer.bytes
  }

  private static func isThrottling(_ code: String?) -> Bool {
    ["ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded"].contains(code)
  }

  /// `ResourceNotFoundException` of `com.amazonaws.secretsmanager#ResourceNotFoundException`.
  private static func code(_ answer: ServiceCall.Answer) -> String? {
    guard answer.status != 200 else { return nil }
    let said = answer.errorType ?? (try? JSONValue(parsing: answer.body))?["__type"]?.string
    let code = said?.split(separator: ":").first?.split(separator: "#").last
    return code.map { ErrorText.shown(String($0)) }
  }

  private static func secret(
    in answer: ServiceCall.Answer, _ secretID: String, _ region: String
  ) throws(SecretsManagerError) -> [UInt8] {
    guard answer.status == 200 else {
      let code = code(answer)
      throw SecretsManagerError(
        secretID, code,
        "cannot be had: Secrets Manager of \(region) says \(answer.status) "
          + "\(code ?? "without an error code")\(remedy(code)).")
    }
    let value = try? JSONValue(parsing: answer.body)
    if let text = value?["SecretString"]?.string { return Array(text.utf8) }
    if let text = value?["SecretBinary"]?.string, let bytes = base64(text) { return bytes }
    throw SecretsManagerError(
      secretID, nil, "cannot be had: the answer has neither SecretString nor SecretBinary.")
  }

  private static func remedy(_ code: String?) -> String {
    switch code {
    case "ResourceNotFoundException": "; there is no such secret, or none of that version stage"
    case "AccessDeniedException":
      "; let the role do secretsmanager:GetSecretValue, and kms:Decrypt where the key is its own"
    default: ""
    }
  }

  private static func base64(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: "-"))
      case UInt8(ascii: "/"): bytes.append(UInt8(ascii: "_"))
      default: bytes.append(byte)
      }
    }
    while bytes.last == UInt8(ascii: "=") { bytes.removeLast() }
    return Base64URL.decode(bytes[...])
  }
}

/// Why there is no secret. The sentence names the secret and AWS's error, and never the value.
package struct SecretsManagerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// AWS's name of the error, such as `ResourceNotFoundException`, where it said one.
  package let code: String?
  package let description: String

  init(_ secretID: String, _ code: String?, _ text: String) {
    self.code = code
    description = "The secret \(secretID) \(text)"
  }
}
