internal import JSON
internal import PluginKit

/// The arguments of the tool `create_folder`.
struct CreateFolderArguments: Decodable, Sendable {
  var name: String
  var folder: String?
}

/// Makes a folder in the drive.
struct CreateFolder: Sendable {
  static let maximumNameBytes = 256

  let client: LarkClient

  func run(
    _ arguments: CreateFolderArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let name = arguments.name.trimmingSpaces
    guard (1...CreateFolder.maximumNameBytes).contains(name.utf8.count),
      !name.contains(where: \.isNewline)
    else {
      throw .argument("name: from 1 to \(CreateFolder.maximumNameBytes) bytes, on one line.")
    }
    let folder = try DriveFolder.token(arguments.folder, "folder")
    let payload = try await client.send(
      APIRequest(
        .createFolder, body: ["name": .string(name), "folder_token": .string(folder)],
        purpose: "create the folder"), context)
    let token = payload["token"]?.nonEmptyString ?? ""
    let url =
      payload["url"]?.nonEmptyString
      ?? "\(client.settings.brand.documentURL)/drive/folder/\(token)"
    return ToolResult(
      [
        .text(
          "Created the folder \"\(singleLine(name, limit: 100))\" as the \(context.actedAs): \(url)"
        )
      ], structured: ["folder_token": .string(token), "url": .string(url)])
  }
}

extension CreateFolder {
  static func tool(_ core: LarkCore) -> LarkTool {
    let creator = CreateFolder(client: core.client)
    return LarkTool(
      "create_folder", "Creates a folder in the Lark drive.", core,
      group: .drive, endpoints: [.createFolder], identity: .userFirst, effect: .adds,
      offer: .inPresets,
      input: .object(
        [
          "name": .string(maxLength: maximumNameBytes),
          "folder": .string("Folder above it: link or token; default: topmost"),
        ], required: ["name"])
    ) { (arguments: CreateFolderArguments, context) throws(LarkFailure) in
      try await creator.run(arguments, context)
    }
  }
}
