import JSON
import MCP
import PluginHost

/// Which plugin answers a request, and what the plugin calls what is asked for.
struct CallTarget: Sendable {
  /// What is asked for. A tool is one reference: its calls are the frequent ones.
  private enum Subject: Sendable {
    case tool(ToolDefinition)
    case other(localName: [UInt8], name: String)
  }

  let kind: RequestKind
  let owner: Catalogue.Owner
  /// Where the plugin sees other arguments than the client wrote: its own name of the prompt whose
  /// argument is to be completed.
  private(set) var arguments: [UInt8]?
  private let subject: Subject

  /// Nil where nobody answers: the request names what is not there any more, or a completion that
  /// its plugin does not offer.
  init?(_ call: MCPCall, in catalogue: Catalogue) {
    switch call.target {
    case .tool(let index):
      let tool = catalogue.tools[index]
      self.init(.tool, .tool(tool.definition), tool.owner)
    case .prompt(let index):
      let prompt = catalogue.prompts[index]
      self.init(
        .prompt, .other(localName: prompt.localName, name: prompt.name), prompt.owner)
    case .resource(let uri):
      guard let owner = catalogue.owner(ofResource: uri) else { return nil }
      self.init(.resource, .other(localName: Array(uri.utf8), name: uri), owner)
    case .promptCompletion(let index):
      let prompt = catalogue.prompts[index]
      guard catalogue.completes(prompt.owner) else { return nil }
      self.init(.completion, .other(localName: [], name: prompt.name), prompt.owner)
      arguments = Self.params(of: call, naming: prompt)
    case .resourceCompletion(let uri):
      guard let owner = catalogue.owner(ofTemplate: uri), catalogue.completes(owner) else {
        return nil
      }
      self.init(.completion, .other(localName: [], name: uri), owner)
    }
  }

  private init(_ kind: RequestKind, _ subject: Subject, _ owner: Catalogue.Owner) {
    self.kind = kind
    self.subject = subject
    self.owner = owner
  }

  /// The plugin's own name of the tool or prompt; the URI of a resource; empty for completion.
  var localName: [UInt8] {
    switch subject {
    case .tool(let definition): definition.localName
    case .other(let localName, _): localName
    }
  }

  /// What clients call it.
  var name: String {
    switch subject {
    case .tool(let definition): definition.name
    case .other(_, let name): name
    }
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
