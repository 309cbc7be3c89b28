internal import PluginKit

/// The same header fields for every request.
struct FixedFields: OutboundCredentials {
  let fixed: [HTTPField]

  func fields(
    for request: HTTPRequest, call: Call?
  ) async throws(UpstreamFailure) -> [HTTPField] { fixed }

  func wasRefused(_ status: Int) async -> Bool { false }
}
