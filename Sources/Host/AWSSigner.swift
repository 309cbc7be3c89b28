import AWS
import Glibc
import HTTPClient
import PluginHost

/// Signs requests of plugins with the host's AWS credentials. Any thread.
struct AWSSigner: RequestSigner {
  private let chain: CredentialChain
  private let keys = SigningKeys()

  /// Nothing is looked for before a plugin asks.
  init(chain: CredentialChain) { self.chain = chain }

  func sign(
    _ request: SigningRequest, completion: @escaping @Sendable (SigningOutcome) -> Void
  ) {
    chain.credentials { [chain, keys] result in
      switch result {
      case .success(let credentials):
        completion(Self.sign(request, credentials.signing, chain, keys))
      case .failure(let error):
        let code: SigningFailure.Code = error.kind == .unavailable ? .unavailable : .refused
        completion(.failure(SigningFailure(code, error.description)))
      }
    }
  }

  private static func sign(
    _ request: SigningRequest, _ credentials: SigningCredentials, _ chain: CredentialChain,
    _ keys: SigningKeys
  ) -> SigningOutcome {
    guard let region = request.region.isEmpty ? chain.region : request.region else {
      return .failure(
        SigningFailure(
          .refused,
          "There is no region to sign for; set AWS_REGION, or aws.region in the configuration "
            + "file."))
    }
    let signer = OutboundSigner(region: region, service: request.service, keys: keys)
    let fields = request.fields.map { (name: $0.name, value: $0.value) }
    let now = Int64(time(nil))
    do {
      let target = try RequestTarget(url: request.url)
      if request.presigns {
        return .success(
          .url(
            try signer.url(
              method: request.method, target, fields: fields, body: request.body, credentials,
              unixSeconds: now)))
      }
      let signed = try signer.fields(
        method: request.method, target, fields: fields, body: request.body, credentials,
        unixSeconds: now)
      return .success(.fields(signed.map { SigningField($0.name, $0.value) }))
    } catch {
      return .failure(SigningFailure(.refused, "\(error)"))
    }
  }
}
