internal import JSON
internal import PluginKit

struct GetMessageArguments: Decodable, Sendable {
  var messages: StringList
}

/// Shows messages whole, with what merged messages hold.
struct GetMessage: Sendable {
  static let maximumMessages = 20
  static let maximumDepth = 4

  let core: LarkCore
  let names: NameBook

  func run(
    _ arguments: GetMessageArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let ids = try MessageIDs.messages(
      arguments.messages, "messages", maximum: GetMessage.maximumMessages)
    let zone = try core.zones.zone(named: core.client.settings.timeZone)
    var found: [LarkMessage] = []
    for id in ids { found += try await GetMessage.items(id, core.client, context) }
    for message in found {
      names.learn(message.sender.id, message.sender.name)
      for mention in message.mentions { names.learn(mention.id, mention.name) }
    }
    try await names.lookUp(found.map(\.sender.id), core.client, context)
    var transcript = Transcript(
      zone: zone, names: names, limit: Transcript.totalCharacters / 2)
    var left = 0
    for id in ids {
      for message in found where message.id == id {
        left += GetMessage.append(message, to: &transcript, found, depth: 0)
      }
    }
    var text = transcript.text + "Times in \(zone.name). Read as the \(context.actedAs)."
    if left > 0 { text += " \(left) more did not fit; ask for fewer at a time." }
    let list: [JSONValue] = found.filter { ids.contains($0.id) }.map(\.structured)
    return ToolResult([.text(text)], structured: ["messages": .array(list)])
  }

  /// The message, then what it holds where it is a merged one.
  static func items(
    _ id: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> [LarkMessage] {
    let request = APIRequest(
      .getMessage, path: ["message_id": id],
      query: [("user_id_type", "open_id")] + LarkMessage.readingQuery,
      purpose: "show the message")
    let payload = try await client.send(request, context)
    return (payload["items"]?.array ?? []).compactMap { LarkMessage($0) }
  }

  /// How many did not fit.
  private static func append(
    _ message: LarkMessage, to transcript: inout Transcript, _ all: [LarkMessage], depth: Int
  ) -> Int {
    var left = transcript.append(message, depth: depth) ? 0 : 1
    guard depth < maximumDepth else { return left }
    for child in all where child.upperID == message.id && child.id != message.id {
      left += append(child, to: &transcript, all, depth: depth + 1)
    }
    return left
  }

  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let reader = GetMessage(core: core, names: names)
    return LarkTool(
      "get_message", "Shows Lark messages whole, merged ones with what they hold.",
      title: "Show Lark messages", core, group: .im, endpoints: [.getMessage, .getUsersBasic],
      identity: .botFirst, effect: .reads,
      input: .object(
        ["messages": .stringList(.string(), "Message ids om_...", maxItems: maximumMessages)],
        required: ["messages"])
    ) { (arguments: GetMessageArguments, context) throws(LarkFailure) in
      try await reader.run(arguments, context)
    }
  }
}

extension LarkMessage {
  /// For programs.
  var structured: JSONValue {
    var json: JSONObject = [
      "message_id": .string(id), "type": .string(type), "sender": .string(sender.id),
      "create_time": .number(JSONNumber(createdSeconds)),
    ]
    if let chatID { json["chat_id"] = .string(chatID) }
    if let parentID { json["parent_id"] = .string(parentID) }
    if let threadID { json["thread_id"] = .string(threadID) }
    return .object(json)
  }
}
