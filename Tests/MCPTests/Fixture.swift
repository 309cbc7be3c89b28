import JSON
import MCP

/// The server and the catalogue that most tests talk to.
enum Fixture {
  static let identity = ServerIdentity(
    name: "toolrack", version: "1.2.3", title: "Toolrack", instructions: "Use the tools.")
  static let server = MCPServer(identity: identity)

  /// Three tools; the last one repeats arguments in headers.
  static let tools = list([
    tool("echo_text"), tool("echo_add"),
    tool(
      "query",
      schema: #"""
        {"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},
         "page":{"type":"object","properties":{"size":{"type":"integer","x-mcp-header":"Size"}}}}}
        """#),
  ])

  static let prompts = items(
    .prompt,
    [
      #"{"name":"greeting","description":"Greets.","arguments":[{"name":"who","required":true},"#
        + #"{"name":"tone"},{"name":"where","required":true}]}"#,
      #"{"name":"plain","title":"Plain"}"#,
    ])
  static let resources = items(
    .resource,
    [
      #"{"uri":"test://notes","name":"notes","mimeType":"text/plain"}"#,
      #"{"uri":"test://picture","name":"picture","title":"Picture","size":69}"#,
    ])
  static let templates = items(
    .template,
    [
      #"{"uriTemplate":"test://item/{id}/data","name":"item"}"#
    ])
  static let lists = Lists(
    tools: tools, prompts: prompts, resources: resources, templates: templates,
    hasCompletion: true, isGiven: isGiven)

  /// The URIs of the one template.
  static let isGiven: @Sendable (String) -> Bool = { uri in
    uri.hasPrefix("test://item/") && uri.hasSuffix("/data") && uri.utf8.count > 17
      && uri.utf8.count { $0 == UInt8(ascii: "/") } == 4
  }

  /// A list of valid items, keyed by what their objects say; empty where they are not.
  static func items(
    _ kind: ItemKind, _ objects: [String], generation: UInt64 = 7,
    pageSize: Int = ItemList.defaultPageSize
  ) -> ItemList {
    let member =
      switch kind {
      case .prompt: "name"
      case .resource: "uri"
      case .template: "uriTemplate"
      }
    do {
      let items = try objects.map { object in
        let key = try JSONValue(parsing: object)[member]?.string ?? ""
        return OfferedItem(key: Array(key.utf8), object: Array(object.utf8))
      }
      return try ItemList(kind, items, generation: generation, pageSize: pageSize)
    } catch {
      preconditionFailure("the items of a test must be valid: \(error)")
    }
  }

  static func tool(
    _ name: String, schema: String = #"{"type":"object"}"#, more: String = ""
  ) -> OfferedTool {
    let object = #"{"name":"\#(name)","description":"Does it.","inputSchema":\#(schema)\#(more)}"#
    return OfferedTool(name: Array(name.utf8), object: Array(object.utf8))
  }

  /// A list of valid tools; empty where they are not.
  static func list(
    _ tools: [OfferedTool], generation: UInt64 = 7, pageSize: Int = ToolList.defaultPageSize
  ) -> ToolList {
    do {
      return try ToolList(tools: tools, generation: generation, pageSize: pageSize)
    } catch {
      preconditionFailure("the tools of a test must be valid: \(error)")
    }
  }
}

/// Messages of either era.
enum Message {
  static let modernMeta = #"""
    "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\#
    "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\#
    "io.modelcontextprotocol/clientCapabilities":{}}
    """#

  /// A modern request; `params` are members, `meta` replaces the usual metadata.
  static func modern(
    _ method: String, _ params: String = "", meta: String = modernMeta, id: String = "1"
  ) -> String {
    let members = [params, meta].filter { !$0.isEmpty }.joined(separator: ",")
    return #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(members)}}"#
  }

  /// Modern metadata with those members besides, or instead of, the usual ones.
  static func meta(
    version: String? = #""2026-07-28""#, capabilities: String? = "{}", more: String = ""
  ) -> String {
    var members: [String] = []
    if let version { members.append(#""io.modelcontextprotocol/protocolVersion":\#(version)"#) }
    if let capabilities {
      members.append(#""io.modelcontextprotocol/clientCapabilities":\#(capabilities)"#)
    }
    if !more.isEmpty { members.append(more) }
    return #""_meta":{\#(members.joined(separator: ","))}"#
  }

  /// A legacy request.
  static func legacy(_ method: String, _ params: String? = "", id: String = "1") -> String {
    let tail = params.map { #","params":{\#($0)}"# } ?? ""
    return #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)"\#(tail)}"#
  }

  static func initialize(_ version: String) -> String {
    legacy(
      "initialize",
      #""protocolVersion":"\#(version)","capabilities":{},"clientInfo":{"name":"t","version":"1"}"#)
  }
}

/// Header fields of either era, to be changed and sent as often as a test likes.
struct Fields {
  var protocolVersion = HeaderValue.absent
  var method = HeaderValue.absent
  var name = HeaderValue.absent
  var accept: ArraySlice<UInt8>?
  var contentType: ArraySlice<UInt8>?
  var parameters: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []

  /// As a request brings them.
  func received() -> HTTPMessageFields {
    HTTPMessageFields(
      protocolVersion: protocolVersion, method: method, name: name, accept: accept,
      contentType: contentType, parameters: parameters)
  }

  static func value(_ text: String?) -> HeaderValue {
    text.map { .one(ArraySlice($0.utf8)) } ?? .absent
  }

  static func modern(
    _ method: String?, name: String? = nil, version: String? = "2026-07-28"
  ) -> Fields {
    var fields = legacy(version)
    fields.method = value(method)
    fields.name = value(name)
    return fields
  }

  static func legacy(_ version: String? = "2025-11-25") -> Fields {
    Fields(
      protocolVersion: value(version),
      accept: ArraySlice("application/json, text/event-stream".utf8),
      contentType: ArraySlice("application/json".utf8))
  }
}

extension MCPServer {
  func receive(
    _ text: String, _ fields: Fields?, lists: Lists = Fixture.lists,
    client: ClientContext = ClientContext()
  ) -> MCPAction {
    receive(Array(text.utf8), fields: fields?.received(), lists: lists, client: client)
  }

  func receive(
    _ text: String, _ fields: Fields?, tools: ToolList, session: Revision? = nil
  ) -> MCPAction {
    receive(text, fields, lists: Fixture.lists.with(tools: tools), client: .speaking(session))
  }

  func receive(_ text: String, _ fields: Fields?, session: Revision?) -> MCPAction {
    receive(text, fields, client: .speaking(session))
  }

  /// A request in the way of a revision: over HTTP, with the headers it asks for.
  func receive(
    _ method: String, _ params: String, name: String? = nil, _ revision: Revision,
    lists: Lists = Fixture.lists
  ) -> MCPAction {
    revision.isModern
      ? receive(Message.modern(method, params), Fields.modern(method, name: name), lists: lists)
      : receive(Message.legacy(method, params), Fields.legacy("\(revision.text)"), lists: lists)
  }
}

extension Lists {
  /// The same lists but for those given.
  func with(
    tools: ToolList? = nil, prompts: ItemList? = nil, resources: ItemList? = nil,
    templates: ItemList? = nil, hasCompletion: Bool? = nil
  ) -> Lists {
    let hasTemplate = templates == nil
    return Lists(
      tools: tools ?? self.tools, prompts: prompts ?? self.prompts,
      resources: resources ?? self.resources, templates: templates ?? self.templates,
      hasCompletion: hasCompletion ?? self.hasCompletion,
      isGiven: { hasTemplate && Fixture.isGiven($0) })
  }
}

extension ClientContext {
  static func speaking(_ revision: Revision?) -> ClientContext {
    var context = ClientContext()
    context.revision = revision
    return context
  }
}

extension MCPAction {
  var reply: MCPReply? {
    switch self {
    case .reply(let reply), .unknown(_, let reply): reply
    default: nil
    }
  }
  var unknown: UnknownItem? { if case .unknown(let item, _) = self { item } else { nil } }
  var call: MCPCall? { if case .call(let call) = self { call } else { nil } }
  var answer: ClientAnswer? { if case .answer(let answer) = self { answer } else { nil } }
  var listen: ListenRequest? { if case .listen(let request) = self { request } else { nil } }
  var task: TaskRequest? { if case .task(let request) = self { request } else { nil } }
  var isAccepted: Bool { if case .accepted = self { true } else { false } }
  var batch: [MCPAction]? { if case .batch(let actions) = self { actions } else { nil } }
  var cancelled: String? {
    if case .cancel(let id) = self { String(decoding: id, as: UTF8.self) } else { nil }
  }
}
