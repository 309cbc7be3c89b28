internal import JSON
internal import PluginKit

/// The arguments of the tool `call_api`.
struct CallAPIArguments: Decodable, Sendable {
  var method: String
  var path: String
  var query: JSONText?
  var body: JSONText?
}

/// Calls any endpoint of Lark's server API with the client that all tools use: tokens, pacing,
/// retries and errors are the same.
struct CallAPI: Sendable {
  static let maximumCharacters = 30_000

  let core: LarkCore

  func run(
    _ arguments: CallAPIArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let call = try APICall(arguments.method, arguments.path, query: arguments.query?.value)
    let body = arguments.body?.value
    guard body == nil || body == .null || body?.object != nil || body?.array != nil else {
      throw .argument("body: write an object.")
    }
    let payload = try await core.client.send(
      APIRequest(
        call.endpoint, path: call.path, query: call.query, body: body == .null ? nil : body,
        purpose: "call \(call.endpoint.method.rawValue) \(call.endpoint.path)"), context)
    // Compact JSON has no line ends, so that what others wrote cannot pass for a line of ours.
    let text = payload.description
    let cut = text.count > CallAPI.maximumCharacters
    var lines = [
      "\(call.endpoint.method.rawValue) \(call.endpoint.path) as the \(context.actedAs):",
      String(text.prefix(CallAPI.maximumCharacters)),
    ]
    if cut {
      let rest = text.count - CallAPI.maximumCharacters
      lines.append("[… \(rest) more characters: ask for less with page_size]")
    }
    var structured: JSONObject = ["path": .string(call.endpoint.path)]
    if let token = payload["page_token"]?.nonEmptyString {
      structured["page_token"] = .string(token)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  static func tool(_ core: LarkCore) -> LarkTool {
    let caller = CallAPI(core: core)
    return LarkTool(
      "call_api",
      "Calls any JSON endpoint of Lark's server API found with discover_api, where no other tool "
        + "does the job.",
      core, group: .access, endpoints: [], identity: .botFirst,
      effect: .changes, offer: .onlyIfAllowed,
      input: .object(
        [
          "method": .enumeration(["GET", "POST", "PUT", "PATCH", "DELETE"]),
          "path": .string("/open-apis/im/v1/chats/oc_..., parameters filled in"),
          "query": .jsonText("Names and values"), "body": .jsonText("The JSON body"),
        ], required: ["method", "path"])
    ) { (arguments: CallAPIArguments, context) throws(LarkFailure) in
      try await caller.run(arguments, context)
    }
  }
}
