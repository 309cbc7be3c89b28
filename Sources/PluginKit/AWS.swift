internal import PluginABI

/// The host's AWS credentials (`toolrack.aws/1`): it signs requests with Signature Version 4 for
/// the services that `plugin.NAME.aws` of its configuration lists. The keys stay in the host.
public struct AWS: Sendable {
  let link: HostLink

  /// The fields that prove who sends the request, to be added to it: `Authorization`, `X-Amz-Date`
  /// and, where there is one, `X-Amz-Security-Token`. Everything else has to be in the request
  /// already, and has to be sent as it is; `Host` is taken from the URL.
  ///
  /// - Parameters:
  ///   - service: its name in signatures, such as `bedrock-agentcore` or `secretsmanager`.
  ///   - region: such as `eu-central-1`; nil: the host's own.
  ///
  /// Good for some minutes: sign again for another attempt. Cancelling the task ends the wait.
  public func sign(
    _ request: HTTPRequest, service: String, region: String? = nil
  ) async throws(AWSFailure) -> [HTTPField] {
    try await signature(request, service, region, presigns: false).fields
  }

  /// The request's URL with a query that proves who made it, for whoever has the URL. It holds for
  /// as many seconds as `X-Amz-Expires` of the request's query says, 900 where it says nothing.
  public func presign(
    _ request: HTTPRequest, service: String, region: String? = nil
  ) async throws(AWSFailure) -> String {
    let response = try await signature(request, service, region, presigns: true)
    return String(decoding: response.body, as: UTF8.self)
  }

  private func signature(
    _ request: HTTPRequest, _ service: String, _ region: String?, presigns: Bool
  ) async throws(AWSFailure) -> HTTPResponse {
    let signing = RequestSigning(link)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        signing.start(request, service, region ?? "", presigns: presigns, waiter)
      }
    } onCancel: {
      signing.cancel()
    }
    return try outcome.get()
  }
}
