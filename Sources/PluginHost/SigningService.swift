import Synchronization

/// `toolrack.aws/1` for one plugin: signs for the services that the configuration lists, and for no
/// other.
final class SigningService: RequestSigner {
  private let plugin: String
  private let services: Set<String>
  private let signer: (any RequestSigner)?
  /// What is awaited: signatures, and the bytes of their requests.
  private let waiting = Mutex<(count: Int, bytes: Int)>((0, 0))

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
    let bytes = request.byteCount
    guard begins(bytes) else { return completion(.failure(.tooMany(plugin))) }
    signer.sign(request) { [self] outcome in
      waiting.withLock { $0 = ($0.count - 1, $0.bytes - bytes) }
      completion(outcome)
    }
  }

  /// False where too much waits already.
  private func begins(_ bytes: Int) -> Bool {
    waiting.withLock { waiting in
      guard waiting.count < SigningLimits.waiting,
        waiting.bytes + bytes <= SigningLimits.waitingBytes
      else { return false }
      waiting = (waiting.count + 1, waiting.bytes + bytes)
      return true
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
      "\(plugin) waits for \(SigningLimits.waiting) signatures, the most at one time, or for those "
        + "of \(SigningLimits.waitingBytes) bytes of requests; wait for one to come.")
  }
}
