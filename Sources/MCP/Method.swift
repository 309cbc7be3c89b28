import JSON

/// The methods that are served, in at least one era.
enum Method {
  case discover, initialize, ping
  case toolsList, toolsCall
  case promptsList, promptsGet
  case resourcesList, resourceTemplatesList, resourcesRead
  case complete

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

  /// Whether an era has the method.
  func isServed(modern: Bool) -> Bool {
    switch self {
    case .discover: modern
    case .initialize, .ping: !modern
    default: true
    }
  }

  /// The parameter that Mcp-Name repeats, for the methods that have one.
  var namedParameter: StaticString? {
    switch self {
    case .toolsCall, .promptsGet: "name"
    case .resourcesRead: "uri"
    default: nil
    }
  }
}
