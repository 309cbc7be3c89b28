internal import JSON
internal import PluginKit

/// The arguments of the tool `copy_file`.
struct CopyFileArguments: Decodable, Sendable {
  var file: String
  var name: String
  var folder: String?
}

/// Copies a document or a file.
struct CopyFile: Sendable {
  static let kinds: Set<String> = [
    "file", "doc", "sheet", "bitable", "docx", "mindnote", "slides",
  ]

  let client: LarkClient

  func run(
    _ arguments: CopyFileArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let file = try ShareableDocument(
      arguments.file, "file", allowing: CopyFile.kinds.union(["wiki"]))
    let name = arguments.name.trimmingSpaces
    guard (1...CreateFolder.maximumNameBytes).contains(name.utf8.count),
      !name.contains(where: \.isNewline)
    else {
      throw .argument("name: from 1 to \(CreateFolder.maximumNameBytes) bytes, on one line.")
    }
    let named = try DriveFolder.token(arguments.folder, "folder")
    let source = try await shown(file, context)
    let folder = try await DriveFolder.orRoot(named, client, context)
    let payload = try await client.send(
      APIRequest(
        .copyFile, path: ["file_token": source.token],
        body: [
          "name": .string(name), "type": .string(source.kind), "folder_token": .string(folder),
        ], purpose: "copy the \(source.kind)"), context)
    let token = payload["file"]?["token"]?.nonEmptyString ?? ""
    let url = payload["file"]?["url"]?.nonEmptyString ?? ""
    return ToolResult(
      [
        .text(
          "Copied the \(source.kind) \(source.token) as the \(context.actedAs): \(token)"
            + " \(singleLine(url, limit: 300))")
      ],
      structured: [
        "token": .string(token), "kind": .string(source.kind), "url": .string(url),
      ])
  }

  /// Of a wiki page, what it shows is copied.
  private func shown(
    _ file: ShareableDocument, _ context: CallContext
  ) async throws(LarkFailure) -> ShareableDocument {
    guard file.kind == "wiki" else { return file }
    let reference = try await LarkReference(.wiki, file.token).resolved(client, context)
    return try ShareableDocument(
      "\(reference.kind.rawValue):\(reference.token)", "file", allowing: CopyFile.kinds)
  }
}

extension CopyFile {
  static func tool(_ core: LarkCore) -> LarkTool {
    let copier = CopyFile(client: core.client)
    return LarkTool(
      "copy_file", "Copies a Lark document, sheet, base or file into a folder.",
      core, group: .drive,
      endpoints: [.copyFile, .rootFolder, .getWikiNode], identity: .userFirst, effect: .adds,
      offer: .inPresets,
      input: .object(
        [
          "file": .string("Link, or kind:token"),
          "name": .string("Of the copy", maxLength: CreateFolder.maximumNameBytes),
          "folder": .string("Link or token; default: topmost"),
        ], required: ["file", "name"])
    ) { (arguments: CopyFileArguments, context) throws(LarkFailure) in
      try await copier.run(arguments, context)
    }
  }
}
