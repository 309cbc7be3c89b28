import JSON

/// What a client may be asked for, if it declared so.
enum ClientFeature: CaseIterable {
  case form, url, sampling, samplingWithTools, roots

  /// What the request of a client needs; nil for a request that no client knows.
  init?(_ request: JSONDocument.Node, in document: JSONDocument) {
    guard let method = document.member(request, "method") else { return nil }
    let params = document.member(request, "params")
    func has(_ key: StaticString) -> Bool {
      params.flatMap { document.member($0, key) } != nil
    }
    if document.equals(method, "elicitation/create") {
      let mode = params.flatMap { document.member($0, "mode") }
      self = mode.map { document.equals($0, "url") } ?? false ? .url : .form
    } else if document.equals(method, "sampling/createMessage") {
      self = has("tools") || has("toolChoice") ? .samplingWithTools : .sampling
    } else if document.equals(method, "roots/list") {
      self = .roots
    } else {
      return nil
    }
  }

  /// Whether requests of the feature have parameters.
  var needsParameters: Bool { self != .roots }

  /// The first revision that has it.
  var firstRevision: Revision {
    switch self {
    case .sampling, .roots: .march2025
    case .form: .june2025
    case .url, .samplingWithTools: .november2025
    }
  }

  /// Whether an object of ClientCapabilities declares it: by an object, nothing else counts.
  /// `"elicitation": {}` means forms.
  func isDeclared(by capabilities: JSONDocument.Node, in document: JSONDocument) -> Bool {
    func member(_ key: StaticString, of object: JSONDocument.Node?) -> JSONDocument.Node? {
      object.flatMap { document.member($0, key) }.flatMap {
        document.kind($0) == .object ? $0 : nil
      }
    }
    switch self {
    case .form, .url:
      guard let declared = member("elicitation", of: capabilities) else { return false }
      let hasURL = member("url", of: declared) != nil
      return self == .url ? hasURL : !hasURL || member("form", of: declared) != nil
    case .sampling: return member("sampling", of: capabilities) != nil
    case .samplingWithTools:
      return member("tools", of: member("sampling", of: capabilities)) != nil
    case .roots: return member("roots", of: capabilities) != nil
    }
  }

  /// The ClientCapabilities object that would declare them.
  static func object(_ features: some Sequence<ClientFeature>) -> [UInt8] {
    let features = Set(features)
    var members: [String] = []
    if features.contains(.url) {
      members.append(
        "\"elicitation\":{\(features.contains(.form) ? "\"form\":{}," : "")\"url\":{}}")
    } else if features.contains(.form) {
      members.append("\"elicitation\":{}")
    }
    if features.contains(.samplingWithTools) {
      members.append("\"sampling\":{\"tools\":{}}")
    } else if features.contains(.sampling) {
      members.append("\"sampling\":{}")
    }
    if features.contains(.roots) { members.append("\"roots\":{}") }
    return Array("{\(members.joined(separator: ","))}".utf8)
  }
}
