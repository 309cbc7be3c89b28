import JSON

/// Folders of the drive, and what is done with files as such: make, copy, move, delete.
enum Folders {
  static let maximumChildren = 1_500

  static let endpoints: [Endpoint] = [
    Endpoint("GET /drive/explorer/v2/root_folder/meta", root),
    Endpoint("POST /drive/v1/metas/batch_query", metas),
    Endpoint("POST /drive/v1/files/create_folder", create),
    Endpoint("POST /drive/v1/files/:file_token/copy", copy),
    Endpoint("POST /drive/v1/files/:file_token/move", move),
    Endpoint("DELETE /drive/v1/files/:file_token", delete),
    Endpoint("GET /drive/v1/files/task_check", check),
  ]

  static func rootToken(_ call: Call) -> String { SeedIdentifier.token("root/\(call.openID)") }

  static func root(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    .data([
      "token": .string(rootToken(call)), "id": "7110173013420512356",
      "user_id": "7103496998321312356",
    ])
  }

  /// The folder that a token names; nil: the caller's root.
  static func parent(
    _ token: String?, _ state: SandboxState, _ call: Call
  ) throws(APIError) -> String? {
    guard let token, !token.isEmpty, token != rootToken(call) else { return nil }
    guard let folder = state.documents.folder(token) else { throw .code(1_061_003) }
    let isOwn = folder.owner?.openID == call.openID
    guard folder.isBots || isOwn else { throw .code(1_061_004) }
    let children = state.documents.documents.count { $0.folder == token }
    guard children < maximumChildren else { throw .code(1_062_507) }
    return token
  }

  static func metas(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    var found: [JSONValue] = []
    var failed: [JSONValue] = []
    for request in call.array("request_docs") {
      let token = request["doc_token"]?.string ?? ""
      let isWiki = request["doc_type"] == "wiki"
      let node = isWiki ? state.documents.nodes.first { $0.token == token } : nil
      guard let document = node?.document ?? state.documents.document(token) else {
        failed.append(["token": .string(token), "code": 970_005])
        continue
      }
      guard state.may(call.identity, see: document, edits: false) else {
        failed.append(["token": .string(token), "code": 970_003])
        continue
      }
      var meta: JSONObject = [
        "doc_token": .string(token), "doc_type": request["doc_type"] ?? "",
        "title": .string(document.title), "owner_id": .string(document.owner.openID),
        "create_time": .string(String(document.createSeconds)),
        "latest_modify_user": .string(document.owner.openID),
        "latest_modify_time": .string(String(document.editSeconds)),
      ]
      if call.flag("with_url") { meta["url"] = .string(document.url) }
      found.append(.object(meta))
    }
    return .data(["metas": .array(found), "failed_list": .array(failed)])
  }

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let parent = try parent(call.text("folder_token"), state, call)
    let owner = call.isUser ? state.person(of: call.identity) : nil
    let folder = Folder(
      key: state.identifiers.uuid(), name: call.text("name") ?? "", owner: owner, parent: parent,
      createSeconds: state.clock.seconds)
    state.documents.folders.append(folder)
    return .data([
      "token": .string(folder.token),
      "url": .string("\(DocumentStore.site)/drive/folder/\(folder.token)"),
    ])
  }

  static func copy(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let original = try file(state, call, edits: false)
    let parent = try parent(call.text("folder_token"), state, call)
    let copy = state.addDocument(
      original.kind, title: call.text("name") ?? "", text: original.text, folder: parent, call)
    if let tree = state.docx[original.token] {
      var new = BlockTree(id: copy.token, title: copy.title)
      let reader = MarkdownReader(MarkdownWriter.markdown(tree), prefix: copy.token)
      new.insert(DocxEdits.linked(reader.blocks), roots: reader.roots, under: new.id, at: -1)
      state.docx[copy.token] = new
    }
    if let file = state.media[original.token] { state.media[copy.token] = file }
    return .data(["file": Drive.entry(copy, state, call).json])
  }

  /// A folder moves in the background, a file at once.
  static func move(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let parent = try parent(call.text("folder_token"), state, call)
    let token = call.parameter("file_token")
    if call.text("type") == "folder" {
      guard let index = state.documents.folders.firstIndex(where: { $0.token == token }) else {
        throw .code(1_061_003)
      }
      state.documents.folders[index].parent = parent
      return .data(["task_id": .string(state.addJob(["status": "success"]))])
    }
    let document = try file(state, call, edits: true)
    state.documents.change(document.token) { $0.folder = parent }
    return .empty
  }

  static func delete(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = call.parameter("file_token")
    if call.queryText("type") == "folder" {
      guard state.documents.folder(token) != nil else { throw .code(1_061_003) }
      state.documents.folders.removeAll { $0.token == token }
      return .data(["task_id": .string(state.addJob(["status": "success"]))])
    }
    let document = try file(state, call, edits: true)
    guard document.owner.openID == call.openID else { throw .code(1_062_501) }
    state.documents.documents.removeAll { $0.token == token }
    return .empty
  }

  static func check(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let result = state.poll(call.queryText("task_id") ?? "") else { throw .code(1_061_003) }
    return .data(["status": result["status"] ?? "process"])
  }

  private static func file(
    _ state: SandboxState, _ call: Call, edits: Bool
  ) throws(APIError) -> Document {
    try state.document(
      call.parameter("file_token"), call, edits: edits, missing: .code(1_061_003),
      forbidden: .code(1_061_004))
  }
}

/// Something that is done after a poll or two.
struct Job: Sendable {
  var pollsLeft = 1
  let result: JSONObject
}

extension SandboxState {
  mutating func addJob(_ result: JSONObject) -> String {
    let id = "7\(identifiers.digits(18))"
    jobs[id] = Job(result: result)
    return id
  }

  /// Nil: there is no such job. Empty: it is not done.
  mutating func poll(_ id: String) -> JSONObject? {
    guard let job = jobs[id] else { return nil }
    guard job.pollsLeft > 0 else { return job.result }
    jobs[id]?.pollsLeft -= 1
    return [:]
  }
}
