import JSON

/// Uploads, downloads, exports and imports of the drive.
enum DriveFiles {
  static let maximumBytes = 20 * 1_024 * 1_024

  static let endpoints: [Endpoint] = [
    Endpoint("POST /drive/v1/files/upload_all", upload),
    Endpoint("GET /drive/v1/files/:file_token/download", download),
    Endpoint("POST /drive/v1/medias/upload_all", uploadMedia),
    Endpoint("GET /drive/v1/medias/:file_token/download", download),
    Endpoint("GET /drive/v1/medias/batch_get_tmp_download_url", urls),
    Endpoint("POST /drive/v1/export_tasks", export),
    Endpoint("GET /drive/v1/export_tasks/:ticket", exportStatus),
    Endpoint("GET /drive/v1/export_tasks/file/:file_token/download", download),
    Endpoint("POST /drive/v1/import_tasks", importFile),
    Endpoint("GET /drive/v1/import_tasks/:ticket", importStatus),
  ]

  static func upload(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let parent = try Folders.parent(call.text("parent_node"), state, call)
    let file = try file(call)
    let document = state.addDocument(.file, title: file.name, folder: parent, call)
    state.media[document.token] = file
    return .data(["file_token": .string(document.token)])
  }

  static func uploadMedia(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let file = try file(call)
    let isImport = call.text("parent_type") == "ccm_import_open"
    let parent = call.filledText("parent_node")
    guard isImport || parent != nil else { throw .code(1_061_044) }
    try requireRoute(state, call)
    let token = SeedIdentifier.token("media/\(state.identifiers.uuid())")
    state.media[token] = file
    return .data(["file_token": .string(token)])
  }

  /// Into a document goes an image only with the document's token beside that of its block.
  private static func requireRoute(_ state: SandboxState, _ call: Call) throws(APIError) {
    guard call.text("parent_type") == "docx_image" else { return }
    let extra = try? JSONValue(parsing: call.text("extra") ?? "")
    guard let token = extra?["drive_route_token"]?.string else { throw .code(1_061_002) }
    _ = try state.document(
      token, call, edits: true, missing: .code(1_061_044), forbidden: .code(1_061_004))
  }

  static func download(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = call.parameter("file_token")
    if let document = state.documents.document(token) {
      guard state.may(call.identity, see: document, edits: false) else { throw .code(1_061_004) }
    }
    guard let file = state.media[token] else { throw .code(1_061_003) }
    return .file(file)
  }

  static func urls(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let known = call.queryTexts("file_tokens").filter { state.media[$0] != nil }
    let urls = known.map { token -> JSONValue in
      [
        "file_token": .string(token),
        "tmp_download_url": .string("https://internal-api-drive-stream.feishu.cn/\(token)?sign=x"),
      ]
    }
    return .data(["tmp_download_urls": .array(urls)])
  }

  static func export(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try state.document(
      call.text("token") ?? "", call, missing: .code(1_069_914), forbidden: .code(1_069_902))
    let (type, ending) = (call.text("type") ?? "", call.text("file_extension") ?? "")
    let isTable = document.kind == .sheet || document.kind == .bitable
    guard document.kind.rawValue == type, isTable == (ending == "xlsx" || ending == "csv"),
      ending != "csv" || call.filledText("sub_id") != nil
    else { throw .code(1_069_918) }
    let token = SeedIdentifier.token("export/\(state.identifiers.uuid())")
    let text = document.kind == .docx ? state.tree(document).plainText : document.text
    let bytes = Array("\(document.title)\n\(text)\n".utf8)
    state.media[token] = FormFile(
      name: "\(document.title).\(ending)", contentType: "application/octet-stream", bytes: bytes)
    let ticket = state.addJob([
      "file_extension": .string(ending), "type": .string(type),
      "file_name": .string(document.title), "file_token": .string(token),
      "file_size": number(bytes.count), "job_error_msg": "success", "job_status": 0,
    ])
    return .data(["ticket": .string(ticket)])
  }

  static func exportStatus(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let result = state.poll(call.parameter("ticket")) else { throw .code(1_069_904) }
    return .data(["result": .object(result.isEmpty ? ["job_status": 2] : result)])
  }

  /// The file becomes a document of its text.
  static func importFile(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let file = state.media[call.text("file_token") ?? ""] else { throw .code(1_069_907) }
    let kinds: [String: [Document.Kind]] = [
      "docx": [.docx], "doc": [.docx], "md": [.docx], "mark": [.docx], "markdown": [.docx],
      "txt": [.docx], "html": [.docx], "xlsx": [.sheet, .bitable], "csv": [.sheet, .bitable],
      "xls": [.sheet],
    ]
    let ending = call.text("file_extension") ?? ""
    guard let possible = kinds[ending], file.name.hasSuffix(".\(ending)") else {
      throw .code(1_069_910)
    }
    guard let kind = Document.Kind(rawValue: call.text("type") ?? ""), possible.contains(kind)
    else { throw .code(1_069_911) }
    let folder = try Folders.parent(call.object("point")["mount_key"]?.string, state, call)
    let title = call.filledText("file_name") ?? file.name
    let document = state.addDocument(
      kind, title: title, text: String(decoding: file.bytes, as: UTF8.self), folder: folder, call)
    let ticket = state.addJob([
      "type": .string(kind.rawValue), "job_status": 0, "job_error_msg": "success",
      "token": .string(document.token), "url": .string(document.url), "extra": [],
    ])
    return .data(["ticket": .string(ticket)])
  }

  static func importStatus(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let ticket = call.parameter("ticket")
    guard var result = state.poll(ticket) else { throw .code(1_069_904) }
    if result.isEmpty { result = ["job_status": 2] }
    result["ticket"] = .string(ticket)
    return .data(["result": .object(result)])
  }

  private static func file(_ call: Call) throws(APIError) -> FormFile {
    guard var file = call.files["file"] else { throw .code(1_061_002) }
    guard !file.bytes.isEmpty, call.integer("size") == file.bytes.count else {
      throw .code(1_061_002)
    }
    guard file.bytes.count <= maximumBytes else { throw .code(1_061_043) }
    file.name = call.text("file_name") ?? file.name
    if let sum = call.filledText("checksum"), UInt32(sum) != adler(file.bytes) {
      throw .code(1_062_008)
    }
    return file
  }

  /// Adler-32 (RFC 1950 section 8.2).
  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}
