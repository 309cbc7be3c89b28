internal import JSON
internal import PluginKit

/// The arguments of the tool `create_base`.
struct CreateBaseArguments: Decodable, Sendable {
  var name: String
  var folder: String?
}

/// Makes a base.
struct CreateBase: Sendable {
  static let maximumNameCharacters = 255

  let core: LarkCore

  func run(
    _ arguments: CreateBaseArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    guard let name = arguments.name.trimmingSpaces.nonEmpty,
      name.count <= CreateBase.maximumNameCharacters
    else { throw .argument("name: from 1 to \(CreateBase.maximumNameCharacters) characters.") }
    let folder = try FolderArgument.token(arguments.folder)
    var body: JSONObject = ["name": .string(name)]
    // Lark takes IANA names here, no offsets.
    let zone = core.client.settings.timeZone
    if zone.contains("/") { body["time_zone"] = .string(zone) }
    if let folder { body["folder_token"] = .string(folder) }
    let payload = try await core.client.send(
      APIRequest(
        .createBase, body: .object(body), purpose: "create the base",
        keys: [.folder(folder ?? "")]), context)
    let app = payload["app"]
    let token = app?["app_token"]?.string ?? ""
    let table = app?["default_table_id"]?.string ?? ""
    let url = app?["url"]?.string ?? ""
    let owner =
      context.actedAs == "bot" ? " It belongs to the bot: share it with those who need it." : ""
    return ToolResult(
      [
        .text(
          "Created the base \(token) \"\(singleLine(name, limit: 100))\" with the table \(table), "
            + "as the \(context.actedAs): \(url)\(owner)")
      ],
      structured: [
        "base": .string(token), "table": .string(table), "url": .string(url),
      ])
  }
}

/// The folder in which something is made.
enum FolderArgument {
  static func token(_ text: String?) throws(LarkFailure) -> String? {
    guard let text = text?.trimmingSpaces.nonEmpty else { return nil }
    guard let reference = LarkReference(parsing: text),
      reference.kind == .folder || reference.kind == .unknown
    else { throw .argument("folder: write the link or the token of a folder.") }
    return reference.token
  }
}

extension CreateBase {
  static func tool(_ core: LarkCore) -> LarkTool {
    let creator = CreateBase(core: core)
    return LarkTool(
      "create_base", "Creates a Lark base (bitable) with one empty table.",
      core, group: .base,
      endpoints: [.createBase], identity: .userFirst, effect: .adds, offer: .inPresets,
      input: .object(
        [
          "name": .string(minLength: 1, maxLength: maximumNameCharacters),
          "folder": .string("Link or token of the folder; by default the root"),
        ], required: ["name"])
    ) { (arguments: CreateBaseArguments, context) throws(LarkFailure) in
      try await creator.run(arguments, context)
    }
  }
}
