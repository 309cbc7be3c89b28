internal import JSON
internal import PluginKit

/// The arguments of the tool `manage_file`.
struct ManageFileArguments: Decodable, Sendable {
  var file: String
  var action: String
  var folder: String?
}

/// Moves a file or folder, or puts it into the trash.
struct ManageFile: Sendable {
  static let kinds: Set<String> = [
    "file", "docx", "bitable", "folder", "doc", "sheet", "mindnote", "slides",
  ]

  let client: LarkClient

  func run(
    _ arguments: ManageFileArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    guard ["move", "delete"].contains(arguments.action) else {
      throw .argument("action: move or delete; copy_file copies.")
    }
    let file = try ShareableDocument(arguments.file, "file", allowing: ManageFile.kinds)
    let folder = try DriveFolder.token(arguments.folder, "folder")
    let isMove = arguments.action == "move"
    guard isMove == !folder.isEmpty else {
      throw .argument("folder: the folder to move to; leave it out to delete.")
    }
    let payload =
      isMove ? try await move(file, folder, context) : try await delete(file, context)
    var state = "done"
    if let task = payload["task_id"]?.nonEmptyString {
      switch try await LarkJob.folderTask(task, client, context) {
      case true?: state = "done"
      case false?:
        return .error(
          "Lark could not \(arguments.action) the \(file.kind) \(file.token) (job \(task)).",
          detail: "A part of it may be done: list the folder.")
      case nil: state = "running"
      }
    }
    let verb = isMove ? "Moved" : "Put into the trash:"
    let text =
      state == "done"
      ? "\(verb) \(file.kind) \(file.token)\(isMove ? " to the folder \(folder)" : "")"
      : "Lark still works on it: \(file.kind) \(file.token); list the folder a little later"
    return ToolResult(
      [.text("\(text), as the \(context.actedAs).")],
      structured: [
        "token": .string(file.token), "kind": .string(file.kind), "state": .string(state),
      ])
  }

  private func move(
    _ file: ShareableDocument, _ folder: String, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue {
    try await client.send(
      APIRequest(
        .moveFile, path: ["file_token": file.token],
        body: ["type": .string(file.kind), "folder_token": .string(folder)],
        purpose: "move the \(file.kind)"), context)
  }

  private func delete(
    _ file: ShareableDocument, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue {
    try await client.send(
      APIRequest(
        .deleteFile, path: ["file_token": file.token], query: [("type", file.kind)],
        purpose: "delete the \(file.kind)"), context)
  }
}

extension ManageFile {
  static func tool(_ core: LarkCore) -> LarkTool {
    let keeper = ManageFile(client: core.client)
    return LarkTool(
      "manage_file", "Moves a Lark document, file or folder, or puts it into the trash.",
      title: "Move or delete a Lark file", core, group: .drive,
      endpoints: [.moveFile, .deleteFile, .taskCheck], identity: .userFirst, effect: .changes,
      offer: .inPresets,
      input: .object(
        [
          "file": .string("Link, or kind:token"),
          "action": .enumeration(["move", "delete"]),
          "folder": .string("Where to move: link or token"),
        ], required: ["file", "action"])
    ) { (arguments: ManageFileArguments, context) throws(LarkFailure) in
      try await keeper.run(arguments, context)
    }
  }
}
