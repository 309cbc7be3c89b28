import JSON
import MCP
import PluginHost

/// Which plugin answers a request, and what the plugin calls what is asked for.
struct CallTarget: Sendable {
  let kind: RequestKind
  /// The plugin's own name of the tool or prompt; the URI of a resource; empty for completion.
  let localName: [UInt8]
  let owner: Catalogue.Owner
  /// Where the plugin sees other arguments than the client wrote: its own name of the prompt whose
  /// argument is to be completed.
  private(set) var arguments: [UInt8]?
  /// What clients call it.
  let name: String

  /// Nil where nobody answers: the request names what is not there any more, or a completion that
  /// its plugin does not offer.
  init?(_ call: MCPCall, in catalogue: Catalogue) {
    switch call.target {
    case .tool(let index):
      let tool = catalogue.tools[index]
      self.init(.tool, tool.definition.localName, tool.owner, tool.definition.name)
    case .prompt(let index):
      let prompt = catalogue.prompts[index]
      self.init(.prompt, prompt.localName, prompt.owner, prompt.name)
    case .resource(let uri):
      guard let owner = catalogue.owner(ofResource: uri) else { return nil }
      self.init(.resource, Array(uri.utf8), owner, uri)
    case .promptCompletion(let index):
      let prompt = catalogue.prompts[index]
      guard catalogue.completes(prompt.owner) else { return nil }
      self.init(.completion, [], prompt.owner, prompt.name)
      arguments = Self.params(of: call, naming: prompt)
    case .resourceCompletion(let uri):
      guard let owner = catalogue.owner(ofTemplate: uri), catalogue.completes(owner) else {
        return nil
      }
      self.init(.completion, [], owner, uri)
    }
  }

  private init(
    _ kind: RequestKind, _ localName: [UInt8], _ owner: Catalogue.Owner, _ name: String
  ) {
    self.kind = kind
    self.localName = localName
    self.owner = owner
    self.name = name
  }

  /// The method that asks for it.
  var method: String {
    switch kind {
    case .tool: "tools/call"
    case .prompt: "prompts/get"
    case .resource: "resources/read"
    case .completion: "completion/complete"
    }
  }

  /// For people: `the tool lark_send_message`.
  var title: String {
    switch kind {
    case .tool: "the tool \(name)"
    case .prompt: "the prompt \(name)"
    case .resource: "the resource \(name)"
    case .completion: "the completion for \(name)"
    }
  }

  /// The params of completion/complete with the plugin's own name of the prompt; nil where that is
  /// the exposed one.
  private static func params(of call: MCPCall, naming prompt: Catalogue.Prompt) -> [UInt8]? {
    let local = String(decoding: prompt.localName, as: UTF8.self)
    guard local != prompt.name, let range = call.arguments,
      var params = try? JSONValue(parsing: Array(call.bytes[range])).object,
      var reference = params["ref"]?.object
    else { return nil }
    reference["name"] = .string(local)
    params["ref"] = .object(reference)
    return JSONValue.object(params).serialized()
  }
}
