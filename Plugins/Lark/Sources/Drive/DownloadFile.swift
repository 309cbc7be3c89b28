internal import JSON
internal import PluginKit

/// The arguments of the tool `download_file`.
struct DownloadFileArguments: Decodable, Sendable {
  var file: String
}

/// Gets a file of the drive, or an image or attachment of a document.
struct DownloadFile: Sendable {
  let client: LarkClient

  func run(
    _ arguments: DownloadFileArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let media = DownloadFile.media(arguments.file)
    var reference = LarkReference(.file, media ?? "")
    if media == nil {
      guard let parsed = LarkReference(parsing: arguments.file), parsed.kind != .docx else {
        throw .argument(
          "file: write a link or token of a file, or a lark://image/… link from read_doc.")
      }
      reference = try await parsed.resolved(client, context)
    }
    guard reference.kind == .file || reference.kind == .unknown else {
      throw .argument(
        "file: a \(reference.kind.rawValue) has no bytes of its own; use export_doc.")
    }
    let endpoint = media == nil ? Endpoint.downloadFile : .downloadMedia
    let download: Download
    do throws(LarkFailure) {
      download = try await client.download(
        APIRequest(
          endpoint, path: ["file_token": reference.token], purpose: "download the file"),
        limitBytes: FileOutput.maximumBytes, context)
    } catch {
      guard FileOutput.isTooLarge(error) else { throw error }
      return ToolResult.text(
        "The file is larger than \(FileOutput.size(Int64(FileOutput.maximumBytes))), which is the"
          + " most that fits here. It stays at"
          + " \(client.settings.brand.documentURL)/file/\(reference.token).")
    }
    let uri = "lark://\(media == nil ? "file" : "media")/\(reference.token)"
    let name = singleLine(download.fileName ?? reference.token, limit: 200)
    let type = FileOutput.mediaType(download, name)
    let size = FileOutput.size(Int64(download.bytes.count))
    return ToolResult(
      [
        .text("\"\(name)\", \(type), \(size), downloaded as the \(context.actedAs)."),
        FileOutput.part(download, uri: uri, name: name),
      ],
      structured: [
        "name": .string(name), "media_type": .string(type),
        "bytes": .number(JSONNumber(Int64(download.bytes.count))),
      ])
  }

  /// The token in `lark://image/…` and the like, which stand for what is inside of documents.
  private static func media(_ text: String) -> String? {
    let text = text.trimmingSpaces
    for prefix in ["lark://image/", "lark://file/", "lark://media/"] where text.hasPrefix(prefix) {
      let token = String(text.dropFirst(prefix.count))
      return LarkReference.isToken(token) ? token : nil
    }
    return nil
  }
}

extension DownloadFile {
  static func tool(_ core: LarkCore) -> LarkTool {
    let downloader = DownloadFile(client: core.client)
    return LarkTool(
      "download_file",
      "Gets a file of the Lark drive, or an image of a document, up to 5 MB.",
      core, group: .drive,
      endpoints: [.downloadFile, .downloadMedia, .getWikiNode], identity: .userFirst,
      effect: .reads,
      input: .object(
        ["file": .string("Link or token, or lark://image/… from read_doc")], required: ["file"])
    ) { (arguments: DownloadFileArguments, context) throws(LarkFailure) in
      try await downloader.run(arguments, context)
    }
  }
}
