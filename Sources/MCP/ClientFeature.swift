import JSON

/// What a client may be asked for, if it declared so in the same request.
enum ClientFeature: CaseIterable {
  case form, url, sampling, roots

  var method: StaticString {
    switch self {
    case .form, .url: "elicitation/create"
    case .sampling: "sampling/createMessage"
    case .roots: "roots/list"
    }
  }

  var capability: StaticString {
    switch self {
    case .form, .url: "elicitation"
    case .sampling: "sampling"
    case .roots: "roots"
    }
  }

  /// What the input requests of a checked object need, each once.
  static func needed(by document: JSONDocument) -> [ClientFeature] {
    let found = document.members(document.root).map { need(of: $0.value, in: document) }
    return allCases.filter(found.contains)
  }

  private static func need(of node: JSONDocument.Node, in document: JSONDocument) -> ClientFeature {
    guard let method = document.member(node, "method") else { return .form }
    if document.equals(method, "sampling/createMessage") { return .sampling }
    if document.equals(method, "roots/list") { return .roots }
    let mode = document.member(node, "params").flatMap { document.member($0, "mode") }
    return mode.map { document.equals($0, "url") } ?? false ? .url : .form
  }

  /// The ClientCapabilities object that would declare them.
  static func object(_ features: [ClientFeature]) -> [UInt8] {
    var members: [String] = []
    let modes = features.filter { $0 == .form || $0 == .url }
    if !modes.isEmpty {
      let text = modes.map { $0 == .form ? "\"form\":{}" : "\"url\":{}" }
      members.append("\"elicitation\":{\(text.joined(separator: ","))}")
    }
    if features.contains(.sampling) { members.append("\"sampling\":{}") }
    if features.contains(.roots) { members.append("\"roots\":{}") }
    return Array("{\(members.joined(separator: ","))}".utf8)
  }
}
