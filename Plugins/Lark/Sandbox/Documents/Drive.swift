import JSON

/// `drive/v1/files`: what is in a folder, one level deep.
enum Drive {
  static let maximumPage = 200
  private static let defaultPage = 100

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "GET", path: "/open-apis/drive/v1/files",
      scopes: ["drive:drive", "drive:drive:readonly", "space:document:retrieve"],
      rate: .twentyPerSecond,
      query: [
        .integer("page_size"), .pageToken, .text("folder_token"),
        .text("order_by", options: ["EditedTime", "CreatedTime"]),
        .text("direction", options: ["ASC", "DESC"]), .userIDType,
      ],
      handler: list)
  ]

  struct Entry {
    let created: Int
    let edited: Int
    let json: JSONValue
  }

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let size = call.queryNumber("page_size") ?? defaultPage
    guard size <= maximumPage else { throw APIError(1_064_001, "page size out of limit.") }
    guard size >= 1 else { throw APIError(1_061_002, "params error.") }
    let asked = call.queryText("folder_token")
    let folder = asked == Folders.rootToken(call) ? nil : asked
    let parent = try self.parent(folder, state, call.identity)
    let entries = sorted(self.entries(in: parent, state, call), call).map(\.json)
    guard folder != nil else {
      return .data(["files": .array(entries), "has_more": false])
    }
    let page = try state.page(
      entries, "files \(parent ?? "") \(call.identity)", token: call.queryText("page_token"),
      size: size, expired: APIError(1_061_002, "params error."))
    var data: JSONObject = ["files": .array(page.items)]
    data["next_page_token"] = page.token.map(JSONValue.string)
    data["has_more"] = .bool(page.hasMore)
    return .data(data)
  }

  /// The folder that is meant; nil: the root. Throws if there is none, or if it is not shared.
  private static func parent(
    _ token: String?, _ state: SandboxState, _ identity: Identity
  ) throws(APIError) -> String? {
    guard let token else { return nil }
    guard let folder = state.documents.folder(token) else {
      throw APIError(1_061_003, "not found.", status: 404)
    }
    let isVisible: Bool
    switch identity {
    case .user(let openID): isVisible = folder.owner?.openID == openID || folder.isBots
    default: isVisible = folder.isBots
    }
    guard isVisible else { throw APIError(1_061_004, "forbidden.", status: 403) }
    return token
  }

  private static func entries(
    in parent: String?, _ state: SandboxState, _ call: Call
  ) -> [Entry] {
    let owner: String? = call.isUser ? call.openID : nil
    let folders = state.documents.folders.filter {
      $0.parent == parent && (parent != nil || $0.owner?.openID == owner)
    }
    let files = state.documents.documents.filter { $0.folder == parent && $0.spaceID == nil }
    return folders.map { entry($0, state, call) }
      + files.filter { parent != nil || $0.owner.openID == call.openID }.map {
        entry($0, state, call)
      }
  }

  private static func sorted(_ entries: [Entry], _ call: Call) -> [Entry] {
    let isByCreation = call.queryText("order_by") == "CreatedTime"
    let isAscending = call.queryText("direction") == "ASC"
    return entries.sorted { left, right in
      let (first, second) =
        isByCreation ? (left.created, right.created) : (left.edited, right.edited)
      return isAscending ? first < second : first > second
    }
  }

  private static func entry(_ folder: Folder, _ state: SandboxState, _ call: Call) -> Entry {
    let owner = folder.owner.flatMap { state.id(of: $0, call) } ?? Bot.openID
    return Entry(
      created: folder.createSeconds, edited: folder.createSeconds,
      json: [
        "token": .string(folder.token), "name": .string(folder.name), "type": "folder",
        "parent_token": .string(folder.parent ?? ""),
        "url": .string("\(DocumentStore.site)/drive/folder/\(folder.token)"),
        "created_time": .string(String(folder.createSeconds)),
        "modified_time": .string(String(folder.createSeconds)), "owner_id": .string(owner),
      ])
  }

  static func entry(_ file: Document, _ state: SandboxState, _ call: Call) -> Entry {
    Entry(
      created: file.createSeconds, edited: file.editSeconds,
      json: [
        "token": .string(file.token), "name": .string(file.title),
        "type": .string(file.kind.rawValue), "parent_token": .string(file.folder ?? ""),
        "url": .string(file.url), "created_time": .string(String(file.createSeconds)),
        "modified_time": .string(String(file.editSeconds)),
        "owner_id": .string(state.id(of: file.owner, call) ?? file.owner.openID),
      ])
  }
}
