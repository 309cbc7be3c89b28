internal import JSON
internal import PluginKit

/// The arguments of the tool `list_files`.
struct ListFilesArguments: Decodable, Sendable {
  var folder: String?
  var limit: Int?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case folder, limit
    case pageToken = "page_token"
  }
}

/// Lists a folder of the drive.
struct ListFiles: Sendable {
  static let maximumLimit = 200
  static let defaultLimit = 50

  let client: LarkClient

  func run(
    _ arguments: ListFilesArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let limit = arguments.limit ?? ListFiles.defaultLimit
    guard (1...ListFiles.maximumLimit).contains(limit) else {
      throw .argument("limit: from 1 to \(ListFiles.maximumLimit).")
    }
    let folder = try DriveFolder.token(arguments.folder, "folder")
    var query = [(name: "page_size", value: String(limit))]
    if !folder.isEmpty { query.append((name: "folder_token", value: folder)) }
    if let token = arguments.pageToken?.nonEmpty {
      query.append((name: "page_token", value: token))
    }
    let payload = try await client.send(
      APIRequest(.listFiles, query: query, purpose: "list the folder"), context)
    let items = payload["files"]?.array ?? []
    let place = folder.isEmpty ? "the topmost folder" : "the folder \(folder)"
    var lines = [
      "\(items.count) entr\(items.count == 1 ? "y" : "ies") of \(place), read as the"
        + " \(context.actedAs)."
    ]
    let found = items.compactMap { FoundDocument(driveFile: $0) }
    lines += found.map { line($0) }
    var structured: JSONObject = ["files": .array(found.map(entry))]
    if payload["has_more"]?.bool == true, let next = payload["next_page_token"]?.nonEmptyString {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  private func line(_ file: FoundDocument) -> String {
    let title = file.title.isEmpty ? "(no name)" : file.title
    let updated = file.updated.map { ", changed \(ZoneRules.utc.localTime(at: $0).date)" } ?? ""
    return "- \(title) (\(file.type)\(updated)) \(file.link(client.settings.brand))"
  }

  private func entry(_ file: FoundDocument) -> JSONValue {
    ["token": .string(file.token), "type": .string(file.type), "name": .string(file.title)]
  }
}

extension ListFiles {
  static func tool(_ core: LarkCore) -> LarkTool {
    let lister = ListFiles(client: core.client)
    return LarkTool(
      "list_files", "Lists a folder of the Lark drive.", core,
      group: .drive, endpoints: [.listFiles], identity: .userFirst, effect: .reads,
      input: .object([
        "folder": .string("Link or token; default: topmost"),
        "limit": .integer(minimum: 1, maximum: maximumLimit, default: defaultLimit),
        "page_token": .string("From the last result"),
      ])
    ) { (arguments: ListFilesArguments, context) throws(LarkFailure) in
      try await lister.run(arguments, context)
    }
  }
}
