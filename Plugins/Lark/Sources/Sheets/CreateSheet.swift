internal import JSON
internal import PluginKit

/// The arguments of the tool `create_sheet`.
struct CreateSheetArguments: Decodable, Sendable {
  var title: String
  var folder: String?
  var values: JSONText?
}

/// Makes a spreadsheet, with values where they are given.
struct CreateSheet: Sendable {
  static let maximumTitleCharacters = 255

  let core: LarkCore

  func run(
    _ arguments: CreateSheetArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    guard let title = arguments.title.trimmingSpaces.nonEmpty,
      title.count <= CreateSheet.maximumTitleCharacters
    else { throw .argument("title: from 1 to \(CreateSheet.maximumTitleCharacters) characters.") }
    let values = try arguments.values.flatMap { (text) throws(LarkFailure) -> CellValues? in
      text.value == .null ? nil : try CellValues(text.value)
    }
    let folder = try FolderArgument.token(arguments.folder)
    var body: JSONObject = ["title": .string(title)]
    if let folder { body["folder_token"] = .string(folder) }
    let payload = try await core.client.send(
      APIRequest(
        .createSpreadsheet, body: .object(body), purpose: "create the spreadsheet",
        keys: [.folder(folder ?? "")]), context)
    let token = payload["spreadsheet"]?["spreadsheet_token"]?.string ?? ""
    let url = payload["spreadsheet"]?["url"]?.string ?? ""
    var text =
      "Created the spreadsheet \(token) \"\(singleLine(title, limit: 100))\" as the "
      + "\(context.actedAs): \(url)"
    if context.actedAs == "bot" {
      text += " It belongs to the bot: share it with those who need it."
    }
    var result = ToolResult(
      [], structured: ["spreadsheet": .string(token), "url": .string(url)])
    if let values {
      do throws(LarkFailure) {
        text += " Wrote \(try await fill(token, values, context))."
      } catch {
        // The spreadsheet stands: a second call would make another one.
        result.error = error.toolError(note: "The spreadsheet was created, but is empty: \(token).")
      }
    }
    result.parts = [.text(text)]
    return result
  }

  private func fill(
    _ token: String, _ values: CellValues, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    let update = try await WriteSheet(core: core).write(
      values, to: .init(), of: SheetTarget(token: token), context)
    return singleLine(update["updatedRange"]?.string ?? "the values", limit: 80)
  }
}

extension CreateSheet {
  static func tool(_ core: LarkCore) -> LarkTool {
    let creator = CreateSheet(core: core)
    return LarkTool(
      "create_sheet", "Creates a Lark spreadsheet, with values if given.",
      core, group: .sheets,
      endpoints: [.createSpreadsheet, .listSheets, .writeRange], identity: .userFirst,
      effect: .adds,
      input: .object(
        [
          "title": .string(minLength: 1, maxLength: maximumTitleCharacters),
          "folder": .string("Link or token; by default the root"),
          "values": .jsonText("Rows of cells from A1 on, as in write_sheet"),
        ], required: ["title"])
    ) { (arguments: CreateSheetArguments, context) throws(LarkFailure) in
      try await creator.run(arguments, context)
    }
  }
}
