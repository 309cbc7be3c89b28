internal import JSON
internal import PluginKit

/// The arguments of the tool `get_file_info`.
struct FileInfoArguments: Decodable, Sendable {
  var files: StringList
}

/// Tells what links and tokens point to: title, kind, owner, times.
struct FileInfo: Sendable {
  static let maximumFiles = 50
  static let kinds: Set<String> = [
    "doc", "sheet", "bitable", "mindnote", "file", "wiki", "docx", "folder", "slides",
  ]

  let core: LarkCore

  func run(
    _ arguments: FileInfoArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    guard (1...FileInfo.maximumFiles).contains(arguments.files.values.count) else {
      throw .argument("files: from 1 to \(FileInfo.maximumFiles) links or tokens.")
    }
    var files: [ShareableDocument] = []
    for text in arguments.files.values {
      files.append(try ShareableDocument(text, "files", allowing: FileInfo.kinds))
    }
    let zone = try core.zone()
    let payload = try await core.client.send(
      APIRequest(
        .fileMetadata,
        body: [
          "with_url": true,
          "request_docs": .array(
            files.map { ["doc_token": .string($0.token), "doc_type": .string($0.kind)] }),
        ], purpose: "ask about the files"), context)
    let metas = payload["metas"]?.array ?? []
    var lines = metas.map { line($0, zone) }
    for failed in payload["failed_list"]?.array ?? [] {
      lines.append(FileInfo.failure(failed))
    }
    if files.count == 1, files[0].kind == "wiki" {
      lines.append(
        FileInfo.nodeLine(try await WikiPlace.node(files[0].token, core.client, context)))
    }
    lines.append("Read as the \(context.actedAs).")
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: ["files": .array(metas)])
  }

  private func line(_ meta: JSONValue, _ zone: ZoneRules) -> String {
    func time(_ name: String) -> String? {
      meta[name]?.string.flatMap { Int64($0) }.map { zone.localTime(at: $0).rfc3339 }
    }
    let title = singleLine(meta["title"]?.string ?? "", limit: 200).nonEmpty ?? "(no title)"
    let parts = [
      meta["owner_id"]?.nonEmptyString.map { "owner \(singleLine($0, limit: 64))" },
      time("create_time").map { "created \($0)" },
      time("latest_modify_time").map { "changed \($0)" },
      meta["latest_modify_user"]?.nonEmptyString.map { "by \(singleLine($0, limit: 64))" },
      meta["sec_label_name"]?.nonEmptyString.map { "label \(singleLine($0, limit: 64))" },
    ]
    let kind = singleLine(meta["doc_type"]?.string ?? "", limit: 20)
    let token = singleLine(meta["doc_token"]?.string ?? "", limit: 128)
    let url = singleLine(meta["url"]?.string ?? "", limit: 300)
    return "- \(title) (\(kind) \(token)) \(url) "
      + parts.compactMap { $0 }.joined(separator: ", ")
  }

  private static func failure(_ failed: JSONValue) -> String {
    let token = singleLine(failed["token"]?.string ?? "", limit: 128)
    let reason =
      switch failed["code"]?.integer {
      case 970_002: "Lark knows no such kind"
      case 970_003: "not shared with whoever asks"
      case 970_005: "there is no such thing, or it is of another kind (write kind:token)"
      default: "code \(failed["code"]?.integer ?? 0)"
      }
    return "- \(token): \(reason)."
  }

  private static func nodeLine(_ node: JSONValue) -> String {
    let names = ["obj_type", "obj_token", "space_id", "parent_node_token"]
    let parts = names.compactMap { name in
      node[name]?.nonEmptyString.map { "\(name) \(singleLine($0, limit: 128))" }
    }
    return "  The page shows: \(parts.joined(separator: ", "))."
  }
}

extension FileInfo {
  static func tool(_ core: LarkCore) -> LarkTool {
    let info = FileInfo(core: core)
    return LarkTool(
      "get_file_info",
      "Tells title, kind, owner and times of Lark documents, files, folders and wiki pages.",
      core, group: .drive,
      endpoints: [.fileMetadata, .getWikiNode], identity: .userFirst, effect: .reads,
      offer: .inPresets,
      input: .object(
        ["files": .stringList(.string(), "Links, or kind:token", maxItems: maximumFiles)],
        required: ["files"])
    ) { (arguments: FileInfoArguments, context) throws(LarkFailure) in
      try await info.run(arguments, context)
    }
  }
}
