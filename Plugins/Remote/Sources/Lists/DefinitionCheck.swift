internal import JSON

/// Makes of what a target lists what the host will take: one definition that the host refuses
/// would keep the whole plugin from being offered, with all its targets.
///
/// Optional members of a wrong kind are taken out; what cannot be mended is left out and said in
/// `faults`.
struct DefinitionCheck: Sendable {
  /// The largest definition, as compact JSON, with room for the name that it gets.
  static let maximumBytes = (256 << 10) - 256

  private(set) var faults: [String] = []

  /// The definitions that can be listed, each key once.
  mutating func check(_ elements: [JSONValue], _ kind: ListKind) -> [JSONObject] {
    var seen: Set<[UInt8]> = []
    var checked: [JSONObject] = []
    for (index, element) in elements.enumerated() {
      guard let object = element.object, let key = object[kind.key]?.string, !key.isEmpty else {
        faults.append("\(kind.rawValue)[\(index)] has no \"\(kind.key)\"")
        continue
      }
      // By bytes, as the host compares them.
      guard seen.insert(Array(key.utf8)).inserted else {
        faults.append("the \(kind.noun) \(shown(key)) is listed twice")
        continue
      }
      do throws(Fault) {
        checked.append(try mended(object, kind, key))
      } catch {
        faults.append("the \(kind.noun) \(shown(key)) is left out: \(error.text)")
      }
    }
    return checked
  }

  private struct Fault: Error {
    let text: String
  }

  private func shown(_ key: String) -> String { SingleLine.of(key, 100) }

  private mutating func mended(
    _ object: JSONObject, _ kind: ListKind, _ key: String
  ) throws(Fault) -> JSONObject {
    var object = object
    MemberKinds.mend(&object, kind)
    switch kind {
    case .tools: try mendTool(&object, key)
    case .prompts:
      if let fault = MemberKinds.faultOfArguments(object) { throw Fault(text: fault) }
    case .resources, .templates: try mendResource(&object, kind, key)
    }
    let size = JSONValue.object(object).serialized().count
    guard size <= Self.maximumBytes else {
      throw Fault(text: "its definition has \(size) bytes, more than \(Self.maximumBytes)")
    }
    return object
  }

  private mutating func mendTool(_ tool: inout JSONObject, _ name: String) throws(Fault) {
    switch tool["execution"]?["taskSupport"]?.string {
    case "optional": tool["execution"] = ["taskSupport": "optional"]
    case "required": throw Fault(text: "it can be called as a task only")
    default: tool["execution"] = nil
    }
    if let fault = ToolSchemaCheck.fault(ofInputOf: tool) { throw Fault(text: fault) }
    if let fault = ToolSchemaCheck.fault(ofOutputOf: tool) {
      tool["outputSchema"] = nil
      faults.append("the tool \(shown(name)) is listed without its outputSchema: \(fault)")
    }
  }

  /// The longest URI that the host takes.
  private static let maximumURIBytes = 4_000

  private func mendResource(
    _ object: inout JSONObject, _ kind: ListKind, _ uri: String
  ) throws(Fault) {
    guard uri.utf8.count <= Self.maximumURIBytes else {
      throw Fault(text: "its URI has more than \(Self.maximumURIBytes) bytes")
    }
    if kind == .templates {
      guard TemplatePattern(uri) != nil else {
        throw Fault(text: "its uriTemplate is none of RFC 6570")
      }
    } else {
      guard Self.isAbsolute(uri) else {
        throw Fault(text: "its URI has no scheme, or has spaces")
      }
      if let size = object["size"]?.integer, size >= 0 {} else { object["size"] = nil }
    }
    if object["name"]?.string?.isEmpty ?? true { object["name"] = .string(uri) }
  }

  /// RFC 3986 section 3.1, without spaces and control characters.
  private static func isAbsolute(_ uri: String) -> Bool {
    let scheme = uri.utf8.prefix { $0 != UInt8(ascii: ":") }
    guard let first = scheme.first, isLetter(first), scheme.count < uri.utf8.count else {
      return false
    }
    return scheme.allSatisfy { isLetter($0) || 0x30...0x39 ~= $0 || "+-.".utf8.contains($0) }
      && uri.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    0x41...0x5A ~= byte || 0x61...0x7A ~= byte
  }
}
