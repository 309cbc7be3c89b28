public import PluginKit

/// Everything that MCP knows, each in one tool, prompt or resource, for clients to be tried
/// against. It has no other use and no settings. It keeps nothing of its clients between calls.
struct Everything: Plugin {
  static let name = "everything"
  static let version = "1.0.0"

  /// All that changes.
  struct State: Sendable {
    var hasDynamicTool = false
    var hasDynamicPrompt = false
    var hasDynamicResource = false
    /// How often the watched resource was changed.
    var revision = 0
  }

  let host: Host
  let state = Shared(State())

  init(host: Host) { self.host = host }

  /// The first one answers any client without arguments.
  var tools: [Tool] {
    contentTools + notifyingTools + askingTools + roundTripTools + statefulTools + diagnosticTools
      + changeTools + taskTools
  }
}

/// The one symbol that the host looks for.
@c(toolrack_plugin_entry_v1)
public func entry() -> PluginTable { PluginEntry.table(of: Everything.self) }
