internal import JSON
internal import PluginKit

struct WhoAmIArguments: Decodable, Sendable {}

/// Tells who the bot is, and who the user.
enum WhoAmI {
  static func run(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let answer = try await client.send(
      APIRequest(.whoamiBot, purpose: "tell who the bot is"), context)
    let bot = answer["bot"] ?? .null
    let name = singleLine(bot["app_name"]?.string ?? "", limit: 60)
    var lines = ["Bot: \(name) (\(bot["open_id"]?.string ?? "")), app \(client.settings.appID)"]
    if bot["activate_status"]?.integer.map(inactive.contains) == true {
      lines.append("The bot is not activated: an administrator enables the app.")
    }
    var structured: JSONObject = [
      "bot": [
        "open_id": bot["open_id"] ?? nil, "name": .string(name),
        "app_id": .string(client.settings.appID),
      ]
    ]
    do throws(LarkFailure) {
      let user = try await client.send(
        APIRequest(.whoamiUser, purpose: "tell who the user is"), context)
      let person = Person(user)
      lines.append("User: \(person?.line ?? "unknown")")
      structured["user"] = person?.structured
    } catch .needsUser {
      lines.append("User: none; tools act as the bot. lark_login makes them act as a user.")
    } catch .cancelled {
      throw .cancelled
    } catch {
      let trouble = error.toolError
      lines.append("User: unknown. \(trouble.summary) \(trouble.detail ?? "")")
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  /// Of `activate_status`: not set up, disabled, and waiting to be enabled.
  private static let inactive: [Int64] = [0, 1, 3]

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "who_am_i", "Tells as whom Lark tools act: the app's bot, and the user if there is one.",
      title: "Who acts in Lark", core, group: .people, endpoints: [.whoamiBot, .whoamiUser],
      identity: .userFirst, effect: .reads, input: .object()
    ) { (_: WhoAmIArguments, context) throws(LarkFailure) in
      try await run(core.client, context)
    }
  }
}
