internal import PluginKit

/// AWS Signature Version 4, made by the host, which keeps the keys.
struct SignatureCredentials: OutboundCredentials {
  let service: String
  /// Nil: the host's own.
  let region: String?
  let sign: Sign

  typealias Sign =
    @Sendable (_ request: HTTPRequest, _ service: String, _ region: String?)
    async throws(AWSFailure) -> [HTTPField]

  func fields(
    for request: HTTPRequest, call: Call?
  ) async throws(UpstreamFailure) -> [HTTPField] {
    do {
      return try await sign(request, service, region)
    } catch {
      throw Self.failure(error)
    }
  }

  /// Every request is signed anew: the same keys would be refused again.
  func wasRefused(_ status: Int) async -> Bool { false }

  private static func failure(_ error: AWSFailure) -> UpstreamFailure {
    switch error.code {
    case .refused: .credentials(error.message, mayPass: false)
    case .unavailable: .credentials(error.message, mayPass: true)
    case .cancelled: .cancelled
    }
  }
}
