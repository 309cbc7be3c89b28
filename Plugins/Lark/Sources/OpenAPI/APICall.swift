internal import JSON
internal import PluginKit

/// A request to any endpoint of the catalogue.
struct APICall: Sendable {
  var endpoint: Endpoint
  /// The parameters of the path by name, not encoded.
  var path: [String: String]
  var query: [(name: String, value: String)]

  static let maximumPathBytes = 2_048

  /// Nil where it is absent.
  static func method(_ text: String?) throws(LarkFailure) -> Endpoint.Method? {
    guard let text = text?.trimmingSpaces.nonEmpty else { return nil }
    guard let method = Endpoint.Method(rawValue: text.uppercased()) else {
      throw .argument("method: GET, POST, PUT, PATCH or DELETE.")
    }
    return method
  }

  /// `path` with its parameters filled in, with or without `/open-apis/`, and perhaps a query.
  init(_ method: String, _ path: String, query: JSONValue?) throws(LarkFailure) {
    guard let method = try APICall.method(method) else {
      throw .argument("method: GET, POST, PUT, PATCH or DELETE.")
    }
    let (segments, written) = try APICall.parts(path)
    let (entry, methods) = Catalogue.find(method, segments)
    guard let entry else {
      let others = methods.isEmpty ? "" : " with \(method.rawValue), but with "
      throw .argument(
        "path: Lark has no such endpoint\(others)"
          + methods.map(\.rawValue).joined(separator: ", ") + "; discover_api finds them.")
    }
    guard !entry.isAboutTokens else {
      throw .argument("path: endpoints that hand out tokens cannot be called.")
    }
    guard !entry.path.hasSuffix("/download") else {
      throw .argument("path: this endpoint gives a file, which call_api cannot return.")
    }
    endpoint = entry.endpoint
    self.path = [:]
    for (name, value) in zip(entry.path.split(separator: "/"), segments) where name.hasPrefix(":") {
      guard !value.hasPrefix(":") else { throw .argument("path: fill in \(name).") }
      self.path[String(name.dropFirst())] = value
    }
    self.query = try written + APICall.pairs(query)
  }

  private static func parts(
    _ text: String
  ) throws(LarkFailure) -> ([String], [(name: String, value: String)]) {
    let text = text.trimmingSpaces
    guard text.utf8.count <= maximumPathBytes, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !text.contains("://")
    else { throw .argument("path: write it from /open-apis/ on, encoded, without a host.") }
    let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var segments = halves[0].split(separator: "/").map { percentDecoded(String($0)) }
    if segments.first == "open-apis" { segments.removeFirst() }
    guard !segments.isEmpty, !segments.contains(where: { $0 == "." || $0 == ".." }) else {
      throw .argument("path: write it from /open-apis/ on.")
    }
    let pairs = (halves.count > 1 ? halves[1] : "").split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        name: percentDecoded(String(parts[0])),
        value: parts.count > 1 ? percentDecoded(String(parts[1])) : ""
      )
    }
    return (segments, pairs)
  }

  /// Lists repeat the name.
  private static func pairs(
    _ query: JSONValue?
  ) throws(LarkFailure) -> [(name: String, value: String)] {
    guard let query, query != .null else { return [] }
    guard let members = query.object?.members else {
      throw .argument("query: write an object of names and values.")
    }
    var pairs: [(name: String, value: String)] = []
    for (name, value) in members {
      for item in value.array ?? [value] {
        switch item {
        case .null: continue
        case .array, .object:
          throw .argument("query: \(singleLine(name, limit: 60)) is a text, a number or a list.")
        case .string(let text): pairs.append((name, text))
        default: pairs.append((name, item.description))
        }
      }
    }
    return pairs
  }
}
