import Glibc
import JSON
import PluginKit
import Testing

@testable import Lark

/// docs/lark.md is written by `TOOLRACK_WRITE_DOCS=1 swift test --filter ToolTable`.
@Suite struct ToolTableTests {
  @Test func documentIsUpToDate() throws {
    let text = try document()
    // Not made shorter, so that a link to the directory of the tests leads to the right place.
    let directory = #filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex)
    let path = "\(directory)/../../docs/lark.md"
    if getenv("TOOLRACK_WRITE_DOCS") != nil {
      try write(text, to: path)
    }
    let bytes = try #require(readFile(path, limit: 1 << 20), "there is no \(path)")
    #expect(
      String(decoding: bytes, as: UTF8.self) == text,
      "docs/lark.md is not what the code gives: TOOLRACK_WRITE_DOCS=1 writes it")
  }

  private func document() throws -> String {
    let tools = try Self.tools(["userTokenFile": "tokens.json"])
    let whole = Set(try Self.tools([:]).map(\.name))
    let withFile = Set(tools.map(\.name)).subtracting(whole)
    let selection = ToolSelection()
    let count = tools.count { selection.includes($0) }
    var lines = [
      "# The tools of the Lark plugin", "",
      "\(tools.count) tools, \(count) of them listed by default (those with a star). Names stand "
        + "without the prefix `lark_`.",
      "",
      "\(withFile.sorted().map { "`\($0)`" }.joined(separator: ", ")) is listed only where the "
        + "setting `userTokenFile` names a file for the user's tokens.",
      "",
      "Identity: **bot** is the app itself; **user** needs a user's token; **bot first** acts as "
        + "the bot, and as the user only where Lark takes nobody else; **user first** acts as the "
        + "user where a token is there, else as the bot.",
      "",
      "Scopes: one of each bracket is enough; Lark names none for endpoints that are not mentioned.",
      "", "Written from the code by `TOOLRACK_WRITE_DOCS=1 swift test --filter ToolTable`.",
    ]
    for group in ToolGroup.allCases {
      let members = tools.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      lines += ["", "## \(group.rawValue)", "", Self.head, "|---|---|---|---|---|---|"]
      lines += members.map { tool in
        let condition = withFile.contains(tool.name) ? " Needs the setting `userTokenFile`." : ""
        return Self.row(tool, isDefault: selection.includes(tool), condition)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func tools(_ settings: JSONValue) throws -> [LarkTool] {
    ToolList.all(
      LarkCore(
        client: LarkClient(
          settings: try Settings(settings), transport: ScriptedTransport(), clock: ManualClock())))
  }

  private static let head = "| tool | what it does | effect | endpoints | identity | scopes |"

  private static func row(
    _ tool: LarkTool, isDefault: Bool, _ condition: String
  ) -> String {
    let cells = [
      "`\(tool.name)`\(isDefault ? " *" : "")",
      tool.tool.description + condition,
      tool.effect.rawValue,
      tool.endpoints.map { "`\($0.method.rawValue) \(short($0.path))`" }.joined(separator: "<br>"),
      identity(tool.rule),
      scopes(tool).joined(separator: "<br>"),
    ]
    let escaped = cells.map { cell in
      String(cell.flatMap { $0 == "|" ? ["\\", "|"] : $0 == "\n" ? [" "] : [$0] })
    }
    return "| \(escaped.joined(separator: " | ")) |"
  }

  private static func short(_ path: String) -> String {
    path.hasPrefix("/open-apis") ? String(path.dropFirst("/open-apis".count)) : path
  }

  private static func identity(_ rule: IdentityRule) -> String {
    switch rule {
    case .bot: "bot"
    case .botFirst: "bot first"
    case .userFirst: "user first"
    case .user: "user"
    }
  }

  private static func scopes(_ tool: LarkTool) -> [String] {
    var sets: [[String]] = []
    for endpoint in tool.endpoints where !endpoint.scopes.isEmpty {
      if !sets.contains(endpoint.scopes) { sets.append(endpoint.scopes) }
    }
    return sets.map { "[\($0.map { "`\($0)`" }.joined(separator: " "))]" }
  }

  private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"), "cannot write \(path)")
    defer { fclose(file) }
    #expect(fputs(text, file) >= 0)
  }
}
