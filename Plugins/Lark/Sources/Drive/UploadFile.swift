internal import JSON
internal import PluginKit

/// The arguments of the tool `upload_file`.
struct UploadFileArguments: Decodable, Sendable {
  var file: String?
  var base64: String?
  var name: String?
  var folder: String?
}

/// Puts a file into a folder of the drive.
struct UploadFile: Sendable {
  let client: LarkClient

  func run(
    _ arguments: UploadFileArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let source = try FileSource(
      file: arguments.file, base64: arguments.base64, name: arguments.name)
    let named = try DriveFolder.token(arguments.folder, "folder")
    let file = try await source.loaded(client, context)
    let folder = try await DriveFolder.orRoot(named, client, context)
    let payload = try await client.upload(
      APIRequest(.uploadFile, purpose: "upload the file"), DriveForm.file(file, folder: folder),
      context)
    guard let token = payload["file_token"]?.nonEmptyString else {
      throw .unreadable(purpose: "upload the file", status: 200, logID: nil)
    }
    let url = "\(client.settings.brand.documentURL)/file/\(token)"
    let size = FileOutput.size(Int64(file.bytes.count))
    let hint =
      context.actedAs == Identity.bot.rawValue && named.isEmpty
      ? " It lies in the app's own space: share it with share_doc." : ""
    return ToolResult(
      [
        .text(
          "Uploaded \"\(singleLine(file.name, limit: 200))\" (\(size)) as the \(context.actedAs):"
            + " \(url)\(hint)")
      ],
      structured: [
        "file_token": .string(token), "url": .string(url), "folder_token": .string(folder),
      ])
  }
}

extension UploadFile {
  static func tool(_ core: LarkCore) -> LarkTool {
    let uploader = UploadFile(client: core.client)
    return LarkTool(
      "upload_file", "Uploads a file of up to 20 MB to a folder of the Lark drive.",
      core, group: .drive,
      endpoints: [.uploadFile, .rootFolder], identity: .userFirst, effect: .adds,
      input: .object([
        "file": .string("https address, or path below filesFolder"),
        "base64": .string("The content instead"),
        "name": .string(maxLength: DriveForm.maximumNameBytes),
        "folder": .string("Link or token; default: topmost"),
      ])
    ) { (arguments: UploadFileArguments, context) throws(LarkFailure) in
      try await uploader.run(arguments, context)
    }
  }
}
