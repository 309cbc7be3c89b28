import JSON
import PluginKit

/// The revisions of MCP, of which some tools serve only the later ones.
enum Revision: String, CaseIterable {
  case march2025 = "2025-03-26"
  case june2025 = "2025-06-18"
  case november2025 = "2025-11-25"
  case july2026 = "2026-07-28"

  /// Ends a call of an earlier revision with a tool error that names those that are served.
  static func require(_ first: Revision, of call: Call) throws(ToolError) {
    guard call.protocolVersion < first.rawValue else { return }
    let served = allCases.map(\.rawValue).filter { $0 >= first.rawValue }
    throw ToolError(
      "\(call.name) serves MCP \(served.joined(separator: ", ")), "
        + "and this call speaks \(call.protocolVersion).")
  }
}

extension Call {
  /// Whether the client is of a revision with sessions, in which the host asks for the plugin.
  var isLegacy: Bool { protocolVersion < Revision.july2026.rawValue }

  /// Whether the request can be made of the client. The host decides where the plugin cannot tell.
  func mayAsk(_ request: InputRequest) -> Bool {
    declares(request) || (isLegacy && clientCapabilities?.object?.isEmpty != false)
  }
}
