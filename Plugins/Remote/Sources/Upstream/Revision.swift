/// Revisions of MCP that are spoken to other servers.
enum Revision {
  /// Without sessions: everything comes with each request.
  static let modern = "2026-07-28"
  /// What `initialize` offers.
  static let newestLegacy = "2025-11-25"
  /// What `initialize` may be answered with.
  static let legacy = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

  /// Whether requests over HTTP name the revision in `MCP-Protocol-Version`.
  static func isNamedInHeader(_ revision: String) -> Bool { revision >= "2025-06-18" }
}
