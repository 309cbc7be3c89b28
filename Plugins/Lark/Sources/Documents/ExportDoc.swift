internal import JSON
internal import PluginKit

/// The arguments of the tool `export_doc`.
struct ExportDocArguments: Decodable, Sendable {
  var doc: String
  var format: String?
  var sheet: String?
  var ticket: LooseID?
}

/// Turns a document into a file of another format, and gives that.
struct ExportDoc: Sendable {
  static let formats = ["docx", "pdf", "xlsx", "csv"]
  /// What Lark exports into what; the first one unless told otherwise.
  static let formatsByKind = [
    "docx": ["docx", "pdf"], "doc": ["docx", "pdf"], "sheet": ["xlsx", "csv"],
    "bitable": ["xlsx", "csv"],
  ]

  let client: LarkClient

  /// What is exported.
  private struct Source {
    var kind: String
    var token: String
    var part: String?
  }

  func run(
    _ arguments: ExportDocArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    if let format = arguments.format?.nonEmpty, !ExportDoc.formats.contains(format) {
      throw .argument("format: one of \(ExportDoc.formats.joined(separator: ", ")).")
    }
    guard arguments.sheet?.nonEmpty == nil || arguments.format?.nonEmpty == "csv" else {
      throw .argument(
        "sheet: only csv holds one sheet; set format to csv, or leave sheet out for all of them.")
    }
    let source = try await source(arguments, context)
    let allowed = ExportDoc.formatsByKind[source.kind] ?? []
    guard let first = allowed.first else {
      throw .argument(
        "doc: Lark exports documents, sheets and bases, no \(source.kind); try download_file.")
    }
    let format = arguments.format?.nonEmpty ?? first
    guard allowed.contains(format) else {
      throw .argument(
        "format: a \(source.kind) is exported as \(allowed.joined(separator: " or ")).")
    }
    let part = arguments.sheet?.nonEmpty ?? source.part
    guard format != "csv" || part != nil else {
      throw .argument("sheet: csv holds one sheet or table; write its id.")
    }
    let ticket: String
    if let old = arguments.ticket?.text.nonEmpty {
      ticket = old
    } else {
      ticket = try await start(source, format, format == "csv" ? part : nil, context)
    }
    guard let job = try await wait(for: ticket, source, context) else {
      return ToolResult(
        [
          .text(
            "Lark still exports \(source.token): call export_doc again with ticket \"\(ticket)\".")
        ], structured: ["ticket": .string(ticket), "state": "running"])
    }
    return try await file(job, source, format, context)
  }

  private func source(
    _ arguments: ExportDocArguments, _ context: CallContext
  ) async throws(LarkFailure) -> Source {
    let document = try ShareableDocument(arguments.doc, "doc")
    let link = LarkReference(parsing: arguments.doc)
    let part = link?.sheet ?? link?.table
    guard document.kind == "wiki" else {
      return Source(kind: document.kind, token: document.token, part: part)
    }
    let shown = try await LarkReference(.wiki, document.token).resolved(client, context)
    return Source(kind: shown.kind.rawValue, token: shown.token, part: part)
  }

  private func start(
    _ source: Source, _ format: String, _ part: String?, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    var body: JSONObject = [
      "file_extension": .string(format), "token": .string(source.token),
      "type": .string(source.kind),
    ]
    if let part { body["sub_id"] = .string(part) }
    let payload = try await client.send(
      APIRequest(.exportCreate, body: .object(body), purpose: "export the \(source.kind)"), context)
    guard let ticket = payload["ticket"]?.nonEmptyString else {
      throw .unreadable(purpose: "export the \(source.kind)", status: 200, logID: nil)
    }
    return ticket
  }

  /// The finished job; nil where the call ends first.
  private func wait(
    for ticket: String, _ source: Source, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue? {
    try await LarkJob.wait(client, context) { () async throws(LarkFailure) -> JSONValue? in
      let payload = try await client.send(
        APIRequest(
          .exportStatus, path: ["ticket": ticket], query: [("token", source.token)],
          purpose: "ask about the export"), context)
      let result = payload["result"]
      switch result?["job_status"]?.integer {
      case 0?: return result
      case 1?, 2?, nil: return nil
      case let status?:
        let words = result?["job_error_msg"]?.string ?? ""
        throw .argument(
          "Lark could not export it (status \(status): \(singleLine(words, limit: 200)))."
            + " \(ExportDoc.advice(status))")
      }
    }
  }

  private static func advice(_ status: Int64) -> String {
    switch status {
    case 107: "The document is too large."
    case 108: "It took too long; try once more later."
    case 109, 110: "It, or something inside of it, is not shared with whoever asks."
    case 111, 123: "It was deleted, or does not exist."
    case 122: "Its owner does not allow copies."
    case 6_000: "It has too many images."
    default: "Do not repeat the call unchanged."
    }
  }

  private func file(
    _ job: JSONValue, _ source: Source, _ format: String, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let token = job["file_token"]?.string ?? ""
    let title = singleLine(job["file_name"]?.nonEmptyString ?? source.token, limit: 200)
    let name = title.hasSuffix(".\(format)") ? title : "\(title).\(format)"
    let told = job["file_size"]?.integer ?? 0
    guard told <= Int64(FileOutput.maximumBytes) else { return tooLarge(name, source, told) }
    let download: Download
    do throws(LarkFailure) {
      download = try await client.download(
        APIRequest(
          .exportDownload, path: ["file_token": token], purpose: "download the export"),
        limitBytes: FileOutput.maximumBytes, context)
    } catch {
      guard FileOutput.isTooLarge(error) else { throw error }
      return tooLarge(name, source, told)
    }
    let type = FileOutput.mediaType(Download(bytes: [], mediaType: "", fileName: nil), name)
    let size = Int64(download.bytes.count)
    var typed = download
    typed.mediaType = type
    return ToolResult(
      [
        .text("\"\(name)\", \(FileOutput.size(size)), exported as the \(context.actedAs)."),
        FileOutput.part(
          typed, uri: "lark://export/\(source.token).\(format)", name: name),
      ],
      structured: [
        "name": .string(name), "media_type": .string(type), "bytes": .number(JSONNumber(size)),
      ])
  }

  private func tooLarge(_ name: String, _ source: Source, _ bytes: Int64) -> ToolResult {
    let path = source.kind == "bitable" ? "base" : source.kind == "sheet" ? "sheets" : source.kind
    return ToolResult(
      [
        .text(
          "\"\(name)\" (\(FileOutput.size(bytes))) is more than fits here"
            + " (\(FileOutput.size(Int64(FileOutput.maximumBytes)))). Export it by hand at"
            + " \(client.settings.brand.documentURL)/\(path)/\(source.token).")
      ], structured: ["name": .string(name), "bytes": .number(JSONNumber(bytes))])
  }
}

extension ExportDoc {
  static func tool(_ core: LarkCore) -> LarkTool {
    let exporter = ExportDoc(client: core.client)
    return LarkTool(
      "export_doc",
      "Exports a Lark document as docx or pdf, a sheet or base as xlsx or csv, up to 5 MB.",
      core, group: .docs,
      endpoints: [.exportCreate, .exportStatus, .exportDownload, .getWikiNode],
      identity: .userFirst, effect: .reads, offer: .inPresets,
      input: .object(
        [
          "doc": .string("Link, or kind:token"),
          "format": .enumeration(formats),
          "sheet": .string("For csv: id of the sheet or table"),
          "ticket": .looseID("Of an export that was not done in time"),
        ], required: ["doc"])
    ) { (arguments: ExportDocArguments, context) throws(LarkFailure) in
      try await exporter.run(arguments, context)
    }
  }
}
