internal import JSON
internal import PluginKit

/// The arguments of the tool `import_file`.
struct ImportFileArguments: Decodable, Sendable {
  var file: String?
  var base64: String?
  var name: String?
  var kind: String?
  var folder: String?
}

/// Turns a file into a Lark document, sheet or base.
struct ImportFile: Sendable {
  /// What Lark makes of files with these endings; the first one unless told otherwise.
  static let kindsByEnding = [
    "docx": ["docx"], "doc": ["docx"], "txt": ["docx"], "md": ["docx"], "mark": ["docx"],
    "markdown": ["docx"], "html": ["docx"], "xlsx": ["sheet", "bitable"],
    "csv": ["sheet", "bitable"], "xls": ["sheet"],
  ]
  static let kinds = ["docx", "sheet", "bitable"]

  let client: LarkClient

  func run(
    _ arguments: ImportFileArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let source = try FileSource(
      file: arguments.file, base64: arguments.base64, name: arguments.name)
    guard let allowed = ImportFile.kindsByEnding[source.ending], let first = allowed.first else {
      let endings = ImportFile.kindsByEnding.keys.sorted().joined(separator: ", ")
      throw .argument("name: Lark imports files with the endings \(endings).")
    }
    let kind = arguments.kind?.nonEmpty ?? first
    guard allowed.contains(kind) else {
      throw .argument(
        "kind: a .\(source.ending) file becomes a \(allowed.joined(separator: " or a ")).")
    }
    let folder = try DriveFolder.token(arguments.folder, "folder")
    var file = try await source.loaded(client, context)
    file.name = source.lowercasedName
    let ticket = try await start(file, source.ending, kind, folder, context)
    let job = try await LarkJob.wait(client, context) {
      () async throws(LarkFailure) -> JSONValue? in
      try await ImportFile.result(of: ticket, client, context)
    }
    guard let job else {
      return ToolResult(
        [
          .text(
            "Lark still imports \"\(singleLine(file.name, limit: 200))\" (job \(ticket)); look into"
              + " the folder a little later, do not import it again.")
        ], structured: ["ticket": .string(ticket), "state": "running"])
    }
    let url = singleLine(job["url"]?.string ?? "", limit: 300)
    let token = job["token"]?.string ?? ""
    let note = (job["extra"]?.array ?? []).isEmpty ? "" : " Lark cut a part of it."
    return ToolResult(
      [
        .text(
          "Imported \"\(singleLine(file.name, limit: 200))\" as the \(kind) \(token), as the"
            + " \(context.actedAs): \(url)\(note)")
      ], structured: ["token": .string(token), "kind": .string(kind), "url": .string(url)])
  }

  private func start(
    _ file: FetchedFile, _ ending: String, _ kind: String, _ folder: String,
    _ context: CallContext
  ) async throws(LarkFailure) -> String {
    let extra: JSONValue = ["obj_type": .string(kind), "file_extension": .string(ending)]
    let uploaded = try await client.upload(
      APIRequest(.uploadMedia, purpose: "upload the file"),
      DriveForm.media(
        file, parentType: "ccm_import_open", parent: nil, extra: extra.description), context)
    let title = String(file.name.dropLast(ending.count + 1))
    let payload = try await client.send(
      APIRequest(
        .importCreate,
        body: [
          "file_extension": .string(ending), "type": .string(kind),
          "file_token": uploaded["file_token"] ?? nil, "file_name": .string(title),
          "point": ["mount_type": 1, "mount_key": .string(folder)],
        ], purpose: "import the file"), context)
    guard let ticket = payload["ticket"]?.nonEmptyString else {
      throw .unreadable(purpose: "import the file", status: 200, logID: nil)
    }
    return ticket
  }

  private static func result(
    of ticket: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue? {
    let payload = try await client.send(
      APIRequest(.importStatus, path: ["ticket": ticket], purpose: "ask about the import"), context)
    let result = payload["result"]
    switch result?["job_status"]?.integer {
    case 0?: return result
    case 1?, 2?, nil: return nil
    case let status?:
      let words = singleLine(result?["job_error_msg"]?.string ?? "", limit: 200)
      throw .argument("Lark could not import the file (status \(status): \(words)).")
    }
  }
}

extension ImportFile {
  static func tool(_ core: LarkCore) -> LarkTool {
    let importer = ImportFile(client: core.client)
    return LarkTool(
      "import_file",
      "Makes a Lark document, sheet or base of a docx, md, txt, html, xlsx or csv file.",
      core, group: .docs,
      endpoints: [.uploadMedia, .importCreate, .importStatus], identity: .userFirst,
      effect: .adds, offer: .inPresets,
      input: .object([
        "file": .string("https address, or path below filesFolder"),
        "base64": .string("The content instead"),
        "name": .string("With its ending", maxLength: DriveForm.maximumNameBytes),
        "kind": .enumeration(kinds),
        "folder": .string("Link or token; default: topmost"),
      ])
    ) { (arguments: ImportFileArguments, context) throws(LarkFailure) in
      try await importer.run(arguments, context)
    }
  }
}
