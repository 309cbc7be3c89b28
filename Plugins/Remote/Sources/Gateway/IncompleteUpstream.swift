internal import JSON
internal import PluginKit

/// In place of a server whose settings are not complete yet: it is down, and says what is missing.
/// The host makes the plugin anew when its settings are complete.
struct IncompleteUpstream: Upstream {
  let events: AsyncStream<UpstreamEvent>
  private let end: AsyncStream<UpstreamEvent>.Continuation
  private let failure: UpstreamFailure

  init(_ gap: Gap) {
    failure = UpstreamFailure(
      .credentials(mayPass: false), "incomplete settings: \(gap)", wasSent: false)
    (events, end) = AsyncStream.makeStream()
  }

  func open() async throws(UpstreamFailure) -> UpstreamInfo { throw failure }

  func request(
    _ method: String, _ params: JSONObject, call: Call?
  ) async throws(UpstreamFailure) -> JSONValue { throw failure }

  func notify(_ method: String, _ params: JSONObject) async {}

  func subscribe(to uri: String, _ isSubscribed: Bool) async throws(UpstreamFailure) {
    throw failure
  }

  func close() async { end.finish() }
}
