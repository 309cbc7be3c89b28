internal import JSON
internal import PluginKit

struct PinMessageArguments: Decodable, Sendable {
  var action: String?
  var message: String?
  var chat: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case action, message, chat
    case pageToken = "page_token"
  }
}

/// Pins and unpins messages, and lists what is pinned in a chat.
struct PinMessage: Sendable {
  static let pageSize = 20

  let core: LarkCore
  let names: NameBook

  func run(
    _ arguments: PinMessageArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    switch arguments.action?.nonEmpty ?? "pin" {
    case "pin":
      let id = try MessageIDs.message(arguments.message ?? "", "message")
      let request = APIRequest(
        .pinMessage, body: ["message_id": .string(id)], purpose: "pin the message",
        keys: [.message(id)])
      let payload = try await core.client.send(request, context)
      return ToolResult(
        [.text("Pinned \(id) as the \(context.actedAs).")],
        structured: ["message_id": .string(id), "chat_id": payload["pin"]?["chat_id"] ?? nil])
    case "unpin":
      let id = try MessageIDs.message(arguments.message ?? "", "message")
      let request = APIRequest(
        .unpinMessage, path: ["message_id": id], purpose: "unpin the message")
      _ = try await core.client.send(request, context)
      return ToolResult(
        [.text("Unpinned \(id) as the \(context.actedAs).")],
        structured: ["message_id": .string(id)])
    case "list": return try await list(arguments, context)
    default: throw .argument("action: pin, unpin or list.")
    }
  }

  private func list(
    _ arguments: PinMessageArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zone()
    let chat = try await ChatLookup.id(of: arguments.chat ?? "", "chat", core.client, context)
    var query: [(name: String, value: String)] = [
      ("chat_id", chat), ("page_size", String(PinMessage.pageSize)),
    ]
    if let token = arguments.pageToken?.nonEmpty { query.append(("page_token", token)) }
    let payload = try await core.client.send(
      APIRequest(.listPins, query: query, purpose: "list what is pinned"), context)
    let pins = payload["items"]?.array ?? []
    let people = pins.compactMap { $0["operator_id"]?.string }
    try await names.lookUp(people, core.client, context)
    var lines = pins.map { pin in
      let seconds = (Int64(pin["create_time"]?.string ?? "") ?? 0) / 1000
      let time = zone.localTime(at: seconds)
      let id = singleLine(pin["message_id"]?.string ?? "", limit: 80)
      return "\(id) by \(names.shown(pin["operator_id"]?.string ?? "")), "
        + "\(time.date) \(time.hourAndMinute)"
    }
    lines.append(lines.isEmpty ? "Nothing is pinned in \(chat)." : "get_message shows them.")
    let ids = pins.compactMap { $0["message_id"] }
    var structured: JSONObject = ["chat_id": .string(chat), "message_ids": .array(ids)]
    if payload["has_more"]?.bool == true, let next = payload["page_token"]?.nonEmptyString {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let pins = PinMessage(core: core, names: names)
    return LarkTool(
      "pin_message", "Pins or unpins a Lark message, or lists what is pinned in a chat.",
      core, group: .im,
      endpoints: [.pinMessage, .unpinMessage, .listPins, .searchChats, .getUsersBasic],
      identity: .botFirst, effect: .changes, offer: .inPresets,
      input: .object([
        "action": .enumeration(["pin", "unpin", "list"], default: "pin"),
        "message": .string("Message id om_..., to pin or unpin"),
        "chat": .string("Chat id oc_..., link or name, to list"),
        "page_token": .string("For list"),
      ])
    ) { (arguments: PinMessageArguments, context) throws(LarkFailure) in
      try await pins.run(arguments, context)
    }
  }
}
