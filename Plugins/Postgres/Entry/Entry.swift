public import PluginKit
internal import Postgres

/// The one symbol that the shared object exports. In a module of its own, so that the tests of all
/// plugins fit into one program.
@c(toolrack_plugin_entry_v1)
public func entry() -> PluginTable { PluginEntry.table(of: PostgresPlugin.self) }
