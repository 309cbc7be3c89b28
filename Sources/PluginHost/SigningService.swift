import Synchronization

/// `toolrack.aws/1` for one plugin: signs for the services that the configuration lists, and for no
/// other.
final class SigningService: RequestSigner {
  private let plugin: String
  private let services: Set<String>
  private let signer: (any RequestSigner)?
  private let waiting = Atomic<Int>(0)

  /// - Parameter services: `plugin.NAME.aws` of the configuration.
  init(plugin: String, services: [String], signer: (any RequestSigner)?) {
    self.plugin = plugin
    self.services = Set(services)
    self.signer = signer
  }

  func sign(
    _ request: SigningRequest, completion: @escaping @Sendable (SigningOutcome) -> Void
  ) {
    guard let signer, services.contains(request.service) else {
      return completion(.failure(notAllowed(request.service)))
    }
    if let fault = fault(of: request) {
      return completion(.failure(SigningFailure(.refused, "A signature is refused: \(fault).")))
    }
    guard waiting.add(1, ordering: .relaxed).newValue <= SigningLimits.waiting else {
      waiting.subtract(1, ordering: .relaxed)
      return completion(.failure(.tooMany(plugin)))
    }
    signer.sign(request) { [self] outcome in
      waiting.subtract(1, ordering: .relaxed)
      completion(outcome)
    }
  }

  private func notAllowed(_ service: String) -> SigningFailure {
    guard SigningRequest.isName(service) else {
      return SigningFailure(
        .refused,
        "A signature is refused: the service is a name such as \"bedrock-agentcore\", of small "
          + "letters, digits and hyphens.")
    }
    return SigningFailure(
      .refused,
      "\(plugin) may not sign requests for \(service); add \"\(service)\" to plugin.\(plugin).aws "
        + "in the configuration file to allow it.")
  }

  private func fault(of request: SigningRequest) -> String? {
    if !request.region.isEmpty, !SigningRequest.isName(request.region) {
      return "the region is a name such as \"eu-central-1\""
    }
    if request.fields.count > SigningLimits.fields {
      return "the request has more than \(SigningLimits.fields) header fields"
    }
    if request.byteCount > SigningLimits.requestBytes {
      return "the request is larger than \(SigningLimits.requestBytes) bytes"
    }
    return nil
  }
}

extension SigningFailure {
  static func tooMany(_ plugin: String) -> SigningFailure {
    SigningFailure(
      .unavailable,
      "\(plugin) waits for \(SigningLimits.waiting) signatures, the most at one time; wait for one "
        + "to come.")
  }
}
