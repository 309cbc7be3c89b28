internal import JSON
internal import PluginKit

/// What the tools of a server want repeated in headers, as its lists said.
struct MirroredTools: Sendable {
  private var parameters: [String: [MirroredParameter]] = [:]

  /// Takes note of a page of tools/list. Gives back the page without the tools whose annotations
  /// cannot be used, and why.
  mutating func take(
    page: JSONObject, isFirst: Bool
  ) -> (page: JSONObject, faults: [(tool: String, text: String)]) {
    guard let tools = page["tools"]?.array else { return (page, []) }
    if isFirst { parameters = [:] }
    var kept: [JSONValue] = []
    var faults: [(tool: String, text: String)] = []
    for tool in tools {
      let name = tool["name"]?.string ?? ""
      do {
        let mirrored = try MirroredParameter.all(of: tool)
        if !mirrored.isEmpty { parameters[name] = mirrored }
        kept.append(tool)
      } catch {
        faults.append((SingleLine.of(name, 100), error.text))
      }
    }
    var page = page
    page["tools"] = .array(kept)
    return (page, faults)
  }

  /// The fields of a call.
  func fields(tool: String, arguments: JSONValue?) -> [HTTPField] {
    parameters[tool]?.compactMap { $0.field(for: arguments) } ?? []
  }
}
