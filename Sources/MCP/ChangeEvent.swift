import JSON

/// Lists that clients may hear of when they change.
package struct ChangedLists: OptionSet, Sendable, Hashable {
  /// One bit for each list.
  package let rawValue: UInt8

  /// Those lists.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// tools/list.
  package static let tools = ChangedLists(rawValue: 1)
  /// prompts/list.
  package static let prompts = ChangedLists(rawValue: 2)
  /// resources/list or resources/templates/list.
  package static let resources = ChangedLists(rawValue: 4)
  /// Every one of them.
  package static let all: ChangedLists = [.tools, .prompts, .resources]

  /// The lists one by one.
  var each: [ChangedLists] { [.tools, .prompts, .resources].filter(contains) }

  /// The method of the notification that one list has changed.
  fileprivate var method: StaticString {
    switch self {
    case .tools: "notifications/tools/list_changed"
    case .prompts: "notifications/prompts/list_changed"
    default: "notifications/resources/list_changed"
    }
  }
}

/// Something that clients may hear of.
package enum ChangeEvent: Sendable, Hashable {
  /// One list is another than before.
  case list(ChangedLists)
  /// What that resource holds is another than before.
  case resource(uri: String)
}

extension ChangeEvent {
  /// The notification, as JSON on one line.
  ///
  /// - Parameter subscription: raw JSON id of the listen request whose stream it goes to
  ///   (2026-07-28); nil for a legacy client.
  func notification(subscription: [UInt8]? = nil) -> [UInt8] {
    var writer = JSONWriter(reserving: 160 + (subscription?.count ?? 0))
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    writer.key("method")
    writer.string(method)
    if let parameters = parameters(subscription) {
      writer.key("params")
      writer.raw(parameters)
    }
    writer.endObject()
    return writer.bytes
  }

  private var method: StaticString {
    switch self {
    case .list(let list): list.method
    case .resource: "notifications/resources/updated"
    }
  }

  private func parameters(_ subscription: [UInt8]?) -> [UInt8]? {
    var writer = JSONWriter(reserving: 128)
    writer.beginObject()
    if let subscription { SubscriptionMetadata.write(subscription, &writer) }
    if case .resource(let uri) = self {
      writer.key("uri")
      writer.string(uri)
    } else if subscription == nil {
      return nil
    }
    writer.endObject()
    return writer.bytes
  }
}

/// How messages on a listen stream name it.
enum SubscriptionMetadata {
  static let key: StaticString = "io.modelcontextprotocol/subscriptionId"

  /// Writes the member `_meta` with the raw JSON id of the listen request.
  static func write(_ subscription: [UInt8], _ writer: inout JSONWriter) {
    writer.key("_meta")
    writer.beginObject()
    writer.key(key)
    writer.raw(subscription)
    writer.endObject()
  }
}
