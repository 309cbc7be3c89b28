internal import JSON

/// What a server of the modern era is asked to tell (`subscriptions/listen`).
struct ListenFilter: Sendable, Equatable {
  private static let lists = [
    ("tools", "toolsListChanged", UpstreamEvent.toolsChanged),
    ("prompts", "promptsListChanged", .promptsChanged),
    ("resources", "resourcesListChanged", .resourcesChanged),
  ]

  /// The value of `notifications`; empty where there is nothing to ask for.
  let notifications: JSONObject

  init(_ capabilities: JSONObject, uris: [String]) {
    var notifications: JSONObject = [:]
    for (list, member, _) in Self.lists where capabilities[list]?["listChanged"]?.bool == true {
      notifications[member] = true
    }
    if !uris.isEmpty { notifications["resourceSubscriptions"] = .array(uris.map(JSONValue.string)) }
    self.notifications = notifications
  }

  var isEmpty: Bool { notifications.isEmpty }
  var params: JSONObject { ["notifications": .object(notifications)] }

  /// What may have changed while nobody listened.
  static func changes(_ capabilities: JSONObject, uris: [String]) -> [UpstreamEvent] {
    lists.filter { capabilities[$0.0]?["listChanged"]?.bool == true }.map(\.2)
      + uris.map(UpstreamEvent.resourceUpdated)
  }

  /// What may be another list where the server is not the one that it was.
  static func lists(_ capabilities: JSONObject) -> [UpstreamEvent] {
    lists.filter { capabilities[$0.0] != nil }.map(\.2)
  }
}
