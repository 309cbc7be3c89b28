internal import JSON

/// A chat by its id, a link to it, or its name.
enum ChatLookup {
  static let maximumNameCharacters = 60
  static let searchPageSize = 20
  private static let shownNames = 8

  /// The id. A name is looked up among the chats that are visible; it has to fit one only.
  static func id(
    of text: String, _ argument: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    let text = text.trimmingSpaces
    if let reference = LarkReference(parsing: text) {
      switch reference.kind {
      case .chat: return reference.token
      case .unknown: break
      default: throw misfit(argument)
      }
    }
    guard !text.isEmpty, text.count <= maximumNameCharacters, LinkText(text) == nil else {
      throw misfit(argument)
    }
    return try await id(named: text, argument, client, context)
  }

  private static func id(
    named name: String, _ argument: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    let request = APIRequest(
      .searchChats, query: [("query", name), ("page_size", String(searchPageSize))],
      purpose: "look up the chat by its name")
    let payload = try await client.send(request, context)
    let found = (payload["items"]?.array ?? []).compactMap(ChatSummary.init)
    let exact = found.filter { $0.name == name }
    if exact.count == 1 { return exact[0].id }
    if found.count == 1 { return found[0].id }
    let shown = singleLine(name, limit: maximumNameCharacters)
    guard !found.isEmpty else {
      throw .argument(
        "\(argument): no chat named \"\(shown)\" is visible to the \(context.actedAs); write its "
          + "id, \"oc_...\".")
    }
    let names = found.prefix(shownNames).map { "\($0.shownName) (\($0.id))" }
    throw .argument(
      "\(argument): \"\(shown)\" fits \(found.count) chats: \(names.joined(separator: ", ")); "
        + "write the id of one.")
  }

  private static func misfit(_ argument: String) -> LarkFailure {
    .argument("\(argument): write a chat id, \"oc_...\", a link to the chat, or its name.")
  }
}

/// A chat as lists of chats tell it.
struct ChatSummary: Sendable, Equatable {
  var id: String
  var name: String
  var description: String
  var ownerID: String?
  var isExternal: Bool
  /// Other than "normal": a chat that was dissolved.
  var status: String

  init?(_ json: JSONValue) {
    guard let id = json["chat_id"]?.nonEmptyString else { return nil }
    self.id = id
    name = json["name"]?.string ?? ""
    description = json["description"]?.string ?? ""
    ownerID = json["owner_id"]?.nonEmptyString
    isExternal = json["external"]?.bool ?? false
    status = json["chat_status"]?.nonEmptyString ?? "normal"
  }

  var shownName: String {
    name.isEmpty ? "(no name)" : singleLine(name, limit: ChatLookup.maximumNameCharacters)
  }

  /// `Name (oc_...), owner ou_..., external: description`
  var line: String {
    var line = "\(shownName) (\(id))"
    if let ownerID { line += ", owner \(ownerID)" }
    if isExternal { line += ", external" }
    if status != "normal" { line += ", \(singleLine(status, limit: 20))" }
    let description = singleLine(description, limit: 120)
    return description.isEmpty ? line : "\(line): \(description)"
  }
}
