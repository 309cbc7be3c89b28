internal import JSON
internal import PluginKit

struct GetMessageFileArguments: Decodable, Sendable {
  var message: String
  var key: String
}

/// Fetches an image or a file out of a message.
enum GetMessageFile {
  /// What a result may carry; Lark itself gives up to 100 MB.
  static let maximumBytes = 5 * 1_024 * 1_024

  static func run(
    _ arguments: GetMessageFileArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let message = try MessageIDs.message(arguments.message, "message")
    let key = arguments.key.trimmingSpaces
    guard LarkReference.isToken(key), key.hasPrefix("img_") || key.hasPrefix("file_") else {
      throw .argument("key: write an image key \"img_...\" or a file key \"file_...\".")
    }
    let request = APIRequest(
      .downloadMessageResource, path: ["message_id": message, "file_key": key],
      query: [("type", key.hasPrefix("img_") ? "image" : "file")],
      purpose: "hand out the file of the message")
    let file = try await client.download(request, limitBytes: maximumBytes, context)
    let name = singleLine(file.fileName ?? key, limit: 200)
    let type = FileOutput.mediaType(file, file.fileName)
    let part = FileOutput.part(
      file, uri: "lark://message/\(message)/\(key)", name: file.fileName)
    return ToolResult(
      [
        .text("\(name), \(type), \(file.bytes.count) bytes, read as the \(context.actedAs)."), part,
      ],
      structured: [
        "name": .string(name), "media_type": .string(type),
        "bytes": .number(JSONNumber(Int64(file.bytes.count))),
      ])
  }

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "get_message_file", "Fetches an image or a file (up to 5 MB) out of a Lark message.",
      core, group: .im,
      endpoints: [.downloadMessageResource], identity: .botFirst, effect: .reads,
      offer: .inPresets,
      input: .object(
        [
          "message": .string("Message id om_..."),
          "key": .string("img_... or file_..., as read_chat shows it"),
        ], required: ["message", "key"])
    ) { (arguments: GetMessageFileArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }
}
