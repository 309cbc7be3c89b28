internal import PluginKit

extension CatalogTools {
  /// What a tool does with a connection. The result is JSON.
  typealias Work =
    @Sendable (Session, SessionKnowledge, Limits) throws(PostgresFailure) -> [UInt8]

  /// Runs what `prepare` makes of the arguments. `text`: of the caller, to which positions in
  /// errors belong.
  func answer(
    _ alias: String?, _ call: Call, text: String? = nil,
    _ prepare: () throws(PostgresFailure) -> Work
  ) async -> ToolResult {
    do throws(PostgresFailure) {
      let database = try databases.named(alias)
      let work = try prepare()
      let limits = database.settings.limits
      let json = try await database.run(call) { session, knowledge throws(PostgresFailure) in
        try work(session, knowledge, limits)
      }
      return .json(encoded: json)
    } catch {
      return error.result(for: text)
    }
  }
}
