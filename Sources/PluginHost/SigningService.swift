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
    guard SigningService.isName(service) else {
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
    if !request.region.isEmpty, !Self.isName(request.region) {
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

  /// Small letters, digits and hyphens: what names of services and regions are of.
  package static func isName(_ text: String) -> Bool {
    (1...SigningLimits.nameBytes).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
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
