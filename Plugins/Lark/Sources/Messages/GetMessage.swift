internal import JSON
internal import PluginKit

struct GetMessageArguments: Decodable, Sendable {
  var messages: StringList
  var offset: Int?
}

/// Shows messages whole, with what merged messages hold: a single one piece by piece, several as
/// far as there is room.
struct GetMessage: Sendable {
  static let maximumMessages = 20
  static let maximumDepth = 4
  /// Of a single message at a time, and of each of several.
  static let pieceCharacters = Transcript.totalCharacters / 2

  let core: LarkCore
  let names: NameBook

  func run(
    _ arguments: GetMessageArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let ids = try MessageIDs.messages(
      arguments.messages, "messages", maximum: GetMessage.maximumMessages)
    let offset = arguments.offset ?? 0
    guard offset >= 0 else { throw .argument("offset: 0, or what the last result told.") }
    guard offset == 0 || ids.count == 1 else {
      throw .argument("offset: only with a single message.")
    }
    let zone = try core.zone()
    var found: [LarkMessage] = []
    for id in ids { found += try await GetMessage.items(id, core.client, context) }
    for message in found {
      names.learn(message.sender.id, message.sender.name)
      for mention in message.mentions { names.learn(mention.id, mention.name) }
    }
    try await names.lookUp(found.map(\.sender.id), core.client, context)
    let (text, left) = transcript(of: ids, found, zone)
    let list: [JSONValue] = found.filter { ids.contains($0.id) }.map(\.structured)
    var structured: JSONObject = ["messages": .array(list)]
    let foot = "Times in \(zone.name). Read as the \(context.actedAs)."
    guard ids.count == 1 else {
      let rest = left > 0 ? " \(left) more did not fit; ask for fewer at a time." : ""
      return ToolResult([.text(text + foot + rest)], structured: .object(structured))
    }
    let piece = try GetMessage.piece(of: text, from: offset)
    structured["next_offset"] = piece.next.map { .number(JSONNumber(Int64($0))) }
    return ToolResult([.text(piece.text + foot)], structured: .object(structured))
  }

  /// With how many did not fit. A single one is shown whole.
  private func transcript(
    of ids: [String], _ found: [LarkMessage], _ zone: ZoneRules
  ) -> (text: String, left: Int) {
    var transcript = Transcript(zone: zone, names: names, limit: GetMessage.pieceCharacters)
    transcript.advice = "; get_message of this one alone shows them"
    if ids.count == 1 { (transcript.limit, transcript.total) = (.max, .max) }
    var left = 0
    for id in ids {
      for message in found where message.id == id {
        left += GetMessage.append(message, to: &transcript, found, depth: 0)
      }
    }
    return (transcript.text, left)
  }

  /// What is shown at a time, and where the next piece begins. A piece that begins within a line is
  /// indented, so that it does not pass for a line of ours.
  static func piece(
    of text: String, from offset: Int
  ) throws(LarkFailure) -> (text: String, next: Int?) {
    let count = text.count
    guard offset == 0 || offset < count else {
      throw .argument("offset: the message ends at \(count).")
    }
    guard offset > 0 || count > pieceCharacters else { return (text, nil) }
    let end = min(count, offset + pieceCharacters)
    let start = text.index(text.startIndex, offsetBy: offset)
    var shown = String(text[start..<text.index(start, offsetBy: end - offset)])
    let isWithinLine = offset > 0 && !text[text.index(before: start)].isNewline
    if isWithinLine { shown = QuotedText.indent + shown }
    if shown.last?.isNewline == false { shown += "\n" }
    let rest = end < count ? "; the rest: offset \(end)" : ""
    return (
      shown + "Characters \(offset) to \(end) of \(count)\(rest).\n", end < count ? end : nil
    )
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
    let children = all.filter { $0.upperID == message.id && $0.id != message.id }
    let isOpened = !children.isEmpty && depth < maximumDepth
    var left = transcript.append(message, depth: depth, isOpened: isOpened) ? 0 : 1
    guard isOpened else { return left }
    for child in children {
      left += append(child, to: &transcript, all, depth: depth + 1)
    }
    return left
  }

  static func tool(_ core: LarkCore, _ names: NameBook) -> LarkTool {
    let reader = GetMessage(core: core, names: names)
    return LarkTool(
      "get_message", "Shows Lark messages whole, merged ones with what they hold.",
      core, group: .im, endpoints: [.getMessage, .getUsersBasic],
      identity: .botFirst, effect: .reads,
      input: .object(
        [
          "messages": .stringList(.string(), "Message ids om_...", maxItems: maximumMessages),
          "offset": .integer(
            "Where to go on in a single long message, as the last result told", minimum: 0),
        ], required: ["messages"])
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
    for (member, value) in attachment { json[member] = .string(value) }
    return .object(json)
  }

  /// The keys and the name that `get_message_file` needs and people know.
  private var attachment: [(member: String, value: String)] {
    guard !isRecalled, ["file", "media", "audio", "image", "folder"].contains(type),
      let body = try? JSONValue(parsing: content)
    else { return [] }
    return ["file_name", "file_key", "image_key"].compactMap { name in
      body[name]?.nonEmptyString.map { (name, singleLine($0, limit: 200)) }
    }
  }
}
