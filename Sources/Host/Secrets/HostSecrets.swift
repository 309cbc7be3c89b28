import AWS

/// The secrets that this process may read: those of AWS Secrets Manager. Any thread.
struct HostSecrets: SecretSource {
  private let credentials: HostCredentials

  /// Nothing is looked for before the first is asked for.
  init(_ credentials: HostCredentials) { self.credentials = credentials }

  func value(
    of id: String, _ completion: @escaping @Sendable (Result<[UInt8], SecretProblem>) -> Void
  ) {
    SecretsManagerClient(chain: credentials.chain).value(of: id) { result in
      completion(result.mapError { SecretProblem($0.sentence) })
    }
  }
}

extension SecretsManagerError {
  /// Its description, to go on after it.
  fileprivate var sentence: String {
    var text = description
    if text.hasSuffix(".") { text.removeLast() }
    return text.hasPrefix("The ") ? "the " + text.dropFirst("The ".count) : text
  }
}
