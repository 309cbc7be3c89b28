internal import JSON
internal import PluginKit

/// Turns the results of a target into those of a plugin.
struct ResultMapping {
  /// Under what a client finds a URI of the target.
  let exposedURI: (String) -> String

  private var content: ContentBlock { ContentBlock(exposedURI: exposedURI) }

  /// The result of tools/call.
  func toolResult(_ json: JSONValue) throws(UpstreamFailure) -> ToolResult {
    if let question = try Self.question(json) { return .inputRequired(question) }
    guard let object = json.object else { throw Self.broken("The result is no object.") }
    guard let blocks = object["content"]?.array ?? (object["structuredContent"].map { _ in [] })
    else { throw Self.broken("The result of the tool has no content.") }
    var result = ToolResult(blocks.map(content.part), structured: object["structuredContent"])
    result.meta = object.ownMeta
    // The target's own words are the content; the host adds its own only where there is none.
    if object["isError"]?.bool == true { result.error = ToolError("") }
    return result
  }

  /// The result of prompts/get.
  func promptResult(_ json: JSONValue) throws(UpstreamFailure) -> PromptResult {
    if let question = try Self.question(json) { return .inputRequired(question) }
    guard let messages = json["messages"]?.array else {
      throw Self.broken("The result of the prompt has no messages.")
    }
    var result = PromptResult([], description: json["description"]?.string)
    for message in messages {
      guard let role = message["role"]?.string.flatMap(Role.init(rawValue:)),
        let block = message["content"]
      else { throw Self.broken("A message of the prompt has no role or no content.") }
      result.messages.append(PromptMessage(role, content.part(block)))
    }
    result.meta = json.object?.ownMeta ?? [:]
    return result
  }

  /// The result of resources/read.
  func resourceResult(_ json: JSONValue) throws(UpstreamFailure) -> ResourceResult {
    if let question = try Self.question(json) { return .inputRequired(question) }
    guard let contents = json["contents"]?.array else {
      throw Self.broken("The result of the resource has no contents.")
    }
    var result = ResourceResult([])
    for item in contents { result.contents.append(try resourceContent(item)) }
    result.meta = json.object?.ownMeta ?? [:]
    if let ttl = json["ttlMs"]?.integer, ttl > 0 { result.ttlMilliseconds = Int(clamping: ttl) }
    result.isPublic = json["cacheScope"]?.string == "public"
    return result
  }

  private func resourceContent(_ item: JSONValue) throws(UpstreamFailure) -> ResourceContent {
    guard var rest = item.object, let data = Self.data(rest) else {
      throw Self.broken("A content of the resource has neither text nor base64.")
    }
    let uri = rest["uri"]?.string.map(exposedURI)
    let mediaType = rest["mimeType"]?.string
    for key in ["uri", "mimeType", "text", "blob"] { rest[key] = nil }
    return ResourceContent(data, uri: uri, mediaType: mediaType, members: rest)
  }

  private static func data(_ content: JSONObject) -> ResourceContent.Data? {
    if let text = content["text"]?.string { return .text(text) }
    return content["blob"]?.string.flatMap(Base64.decode).map { .bytes($0) }
  }

  private static func broken(_ text: String) -> UpstreamFailure {
    UpstreamFailure(.protocolError, text, wasSent: true)
  }
}

/// Questions of a target to the client (MCP 2026-07-28, multi-round-trip requests).
extension ResultMapping {
  /// Before the state of a target, to tell an empty one from none.
  private static let stateMark = UInt8(ascii: "=")

  /// What the client is asked; nil where the result is one.
  private static func question(_ json: JSONValue) throws(UpstreamFailure) -> InputRequired? {
    switch json["resultType"]?.string {
    case nil, "complete": return nil
    case "input_required":
      let state = json["requestState"]?.string.map { [stateMark] + Array($0.utf8) }
      return InputRequired(requests: json["inputRequests"]?.object ?? [:], state: state ?? [])
    case let other?:
      throw broken(
        "The result is of the type \(SingleLine.of(other, 40)), which was not asked for.")
    }
  }

  /// The members of the params by which a client comes back with its answers.
  static func answers(_ call: Call) -> JSONObject {
    var params: JSONObject = [:]
    params["inputResponses"] = call.inputResponses
    if let state = call.state, state.first == stateMark {
      params["requestState"] = .string(String(decoding: state.dropFirst(), as: UTF8.self))
    }
    return params
  }
}
