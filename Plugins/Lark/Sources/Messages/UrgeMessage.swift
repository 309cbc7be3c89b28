internal import JSON
internal import PluginKit

struct UrgeMessageArguments: Decodable, Sendable {
  var message: String
  var people: StringList
  var by: String?
}

/// Brings a message to people's notice at once.
enum UrgeMessage {
  static let maximumPeople = 50

  static func run(
    _ arguments: UrgeMessageArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let message = try MessageIDs.message(arguments.message, "message")
    let by = arguments.by?.nonEmpty ?? "app"
    guard let endpoint = endpoints[by] else { throw .argument("by: app, sms or phone.") }
    let people = try await PeopleIDs.resolve(
      arguments.people.values, "people", maximum: maximumPeople, client, context)
    let request = APIRequest(
      endpoint, path: ["message_id": message], query: [("user_id_type", people.kind)],
      body: ["user_id_list": .array(people.ids.map { .string($0) })], purpose: "urge the message")
    let payload = try await client.send(request, context)
    let invalid = (payload["invalid_user_id_list"]?.array ?? []).compactMap(\.string)
    let reached = people.ids.filter { !invalid.contains($0) }
    var text = "Urged \(message) by \(by) as the \(context.actedAs): "
    text += reached.isEmpty ? "nobody." : "\(reached.joined(separator: ", "))."
    if !invalid.isEmpty {
      let list = invalid.map { singleLine($0, limit: 80) }.joined(separator: ", ")
      text += " Not reached, because they are not in the chat or do not exist: \(list)."
    }
    return ToolResult(
      [.text(text)],
      structured: [
        "reached": .array(reached.map { .string($0) }),
        "invalid": .array(invalid.map { .string($0) }),
      ])
  }

  private static let endpoints: [String: Endpoint] = [
    "app": .urgentMessage, "sms": .urgentSms, "phone": .urgentPhone,
  ]

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "urge_message",
      "Alerts people at once to a Lark message of the bot's: in the app, by SMS or by a telephone "
        + "call. SMS and calls disturb people and cost money; only where a person asked for it.",
      core, group: .im,
      endpoints: [.urgentMessage, .urgentSms, .urgentPhone, .findUserByEmailOrPhone],
      identity: .bot, effect: .adds, offer: .inPresets,
      input: .object(
        [
          "message": .string("Message id om_..."),
          "people": .stringList(
            .string(), "ou_..., on_..., e-mail or telephone; members of the chat",
            maxItems: maximumPeople),
          "by": .enumeration(["app", "sms", "phone"], default: "app"),
        ], required: ["message", "people"])
    ) { (arguments: UrgeMessageArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }
}
