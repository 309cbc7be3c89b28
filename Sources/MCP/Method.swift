import JSON

/// The methods that are served, in at least one era.
enum Method {
  case discover, initialize, ping
  case toolsList, toolsCall
  case promptsList, promptsGet
  case resourcesList, resourceTemplatesList, resourcesRead
  case complete
  case setLevel, subscribe, unsubscribe
  case listen
  case taskGet, taskUpdate, taskCancel

  /// The method of that name; nil for one that is served in no era. The frequent ones come first.
  init?(_ document: borrowing JSONDocument, _ node: JSONDocument.Node) {
    if document.equals(node, "tools/call") {
      self = .toolsCall
    } else if document.equals(node, "tools/list") {
      self = .toolsList
    } else if document.equals(node, "server/discover") {
      self = .discover
    } else if document.equals(node, "initialize") {
      self = .initialize
    } else if document.equals(node, "ping") {
      self = .ping
    } else if let other = Method(promptOrResource: document, node) {
      self = other
    } else if let other = Method(subscriptionOrTask: document, node) {
      self = other
    } else {
      return nil
    }
  }

  private init?(promptOrResource document: borrowing JSONDocument, _ node: JSONDocument.Node) {
    if document.equals(node, "prompts/list") {
      self = .promptsList
    } else if document.equals(node, "prompts/get") {
      self = .promptsGet
    } else if document.equals(node, "resources/list") {
      self = .resourcesList
    } else if document.equals(node, "resources/templates/list") {
      self = .resourceTemplatesList
    } else if document.equals(node, "resources/read") {
      self = .resourcesRead
    } else if document.equals(node, "completion/complete") {
      self = .complete
    } else {
      return nil
    }
  }

  private init?(subscriptionOrTask document: borrowing JSONDocument, _ node: JSONDocument.Node) {
    if document.equals(node, "subscriptions/listen") {
      self = .listen
    } else if document.equals(node, "tasks/get") {
      self = .taskGet
    } else if document.equals(node, "tasks/update") {
      self = .taskUpdate
    } else if document.equals(node, "tasks/cancel") {
      self = .taskCancel
    } else if document.equals(node, "logging/setLevel") {
      self = .setLevel
    } else if document.equals(node, "resources/subscribe") {
      self = .subscribe
    } else if document.equals(node, "resources/unsubscribe") {
      self = .unsubscribe
    } else {
      return nil
    }
  }

  /// Whether an era has the method, by a server with those options.
  func isServed(modern: Bool, _ options: MCPOptions) -> Bool {
    switch self {
    case .discover, .listen: modern
    case .taskGet, .taskUpdate, .taskCancel: modern && options.servesTasks
    case .initialize, .ping, .setLevel, .subscribe, .unsubscribe: !modern
    case .toolsList, .toolsCall, .promptsList, .promptsGet, .resourcesList,
      .resourceTemplatesList, .resourcesRead, .complete:
      true
    }
  }

  /// The parameter that Mcp-Name repeats, for the methods that have one.
  var namedParameter: StaticString? {
    switch self {
    case .toolsCall, .promptsGet: "name"
    case .resourcesRead: "uri"
    case .taskGet, .taskUpdate, .taskCancel: "taskId"
    default: nil
    }
  }
}
