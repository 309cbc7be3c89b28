public import PluginKit

internal import JSON
internal import PluginABI

/// Messages, calendars and documents of Lark and Feishu, with the identity of an app's bot.
struct LarkPlugin: Plugin {
  static let name = "lark"
  static let version = "0.1.0"

  private let sendMessage: SendMessage
  private let getCalendar: GetCalendar
  private let searchDocs: SearchDocs

  init(host: Host) throws {
    let client = LarkClient(
      settings: try Settings(host.settings), transport: HostTransport(http: host.http),
      clock: SystemClock(), log: { host.log($0, $1) })
    sendMessage = SendMessage(client: client)
    getCalendar = GetCalendar(client: client, zones: ZoneDirectory())
    searchDocs = SearchDocs(client: client)
  }

  var tools: [Tool] {
    let sendMessage = sendMessage
    let getCalendar = getCalendar
    let searchDocs = searchDocs
    return [
      ToolDescriptions.sendMessage { arguments, call in
        try await answer {
          let outcome = try await sendMessage.run(arguments, CallContext(call))
          if let failure = outcome.failure {
            throw failure.toolError(note: outcome.partialNote)
          }
          return ToolResult([.text(outcome.text)], structured: outcome.structured)
        }
      },
      ToolDescriptions.getCalendar { arguments, call in
        try await answer {
          let agenda = try await getCalendar.run(arguments, CallContext(call))
          return ToolResult([.text(agenda.text)], structured: agenda.structured)
        }
      },
      ToolDescriptions.searchDocs { arguments, call in
        try await answer {
          let report = try await searchDocs.run(arguments, CallContext(call))
          return ToolResult([.text(report.text)], structured: report.structured)
        }
      },
    ]
  }
}

/// A call that was cancelled ends as that, and not as an error of the tool.
private func answer(
  _ body: () async throws -> ToolResult
) async throws -> ToolResult {
  do {
    return try await body()
  } catch LarkFailure.cancelled {
    throw CancellationError()
  }
}

/// The one symbol that the shared object exports.
@c(toolrack_plugin_entry_v1)
public func entry() -> PluginTable { PluginEntry.table(of: LarkPlugin.self) }
