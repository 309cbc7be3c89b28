import JSON

/// The app as others see it.
enum Bot {
  static let name = "Toolrack 助手"
  static let openID = SeedIdentifier.user("bot")

  /// The app as the owner of what it has made.
  static let person = Person(
    key: "bot", name: name, englishName: "Toolrack", email: "", mobile: "", jobTitle: "",
    department: "", city: "", timeZone: "Asia/Shanghai")
}

/// `bot/v3/info` and `application/v6/scopes`: who am I, and what may I do.
enum BotInformation {
  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "GET", path: "/open-apis/bot/v3/info", token: .tenant, isLegacy: true,
      handler: info),
    Endpoint(
      method: "GET", path: "/open-apis/application/v6/scopes", token: .tenant,
      rate: .hundredPerMinute, handler: scopes),
  ]

  static func info(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    .top([
      "bot": [
        "activate_status": 2, "app_name": .string(Bot.name),
        "avatar_url": "https://s1-imfile.feishucdn.com/static-resource/v1/bot",
        "ip_white_list": [], "open_id": .string(Bot.openID),
      ]
    ])
  }

  static func scopes(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    func entries(_ names: Set<String>, _ status: JSONValue) -> [JSONValue] {
      names.sorted().map { ["scope_name": .string($0), "grant_status": status] }
    }
    return .data([
      "scopes": .array(entries(state.scopes.app, 1) + entries(state.scopes.withheld, 2))
    ])
  }
}
