import JSON
import MCP
import PluginABI
import PluginHost

/// Which plugin answers a request, and what the plugin calls what is asked for.
struct CallTarget: Sendable {
  /// What is asked for, and of whom.
  private enum Subject: Sendable {
    /// Calls of tools are the frequent ones: instead of counting references to the tool and to its
    /// plugin, which all threads share, they keep the offer that has both.
    case tool(Catalogue.ToolReference, keptBy: Offer)
    case other(localName: [UInt8], name: String, Catalogue.Owner)
  }

  let kind: RequestKind
  /// Where the plugin sees other arguments than the client wrote: its own name of the prompt whose
  /// argument is to be completed.
  private(set) var arguments: [UInt8]?
  private let subject: Subject

  /// Nil where nobody answers: the request names what is not there any more, or a completion that
  /// its plugin does not offer.
  init?(_ call: borrowing MCPCall, in offer: Offer) {
    let catalogue = offer.catalogue
    switch call.target {
    case .tool(let index):
      kind = .tool
      subject = .tool(catalogue.toolReference(at: index), keptBy: offer)
    case .prompt(let index):
      let prompt = catalogue.prompts[index]
      kind = .prompt
      subject = .other(localName: prompt.localName, name: prompt.name, prompt.owner)
    case .resource(let uri):
      guard let owner = catalogue.owner(ofResource: uri) else { return nil }
      kind = .resource
      subject = .other(localName: Array(uri.utf8), name: uri, owner)
    case .promptCompletion(let index):
      let prompt = catalogue.prompts[index]
      guard catalogue.completes(prompt.owner) else { return nil }
      kind = .completion
      subject = .other(localName: [], name: prompt.name, prompt.owner)
      arguments = Self.params(of: call, naming: prompt)
    case .resourceCompletion(let uri):
      guard let owner = catalogue.owner(ofTemplate: uri), catalogue.completes(owner) else {
        return nil
      }
      kind = .completion
      subject = .other(localName: [], name: uri, owner)
    }
  }

  /// Starts it, as `PluginHost.call`.
  func start(
    on plugins: PluginHost, _ request: toolrack_request, isTask: Bool, sink: any CallSink
  ) -> RunningCall? {
    switch subject {
    case .tool(let tool, keptBy: let offer):
      withExtendedLifetime(offer) {
        plugins.call(tool, request, isTask: isTask, sink: sink)
      }
    case .other(let localName, _, let owner):
      plugins.call(kind, name: localName, of: owner, request, isTask: isTask, sink: sink)
    }
  }

  /// Who answers.
  var owner: Catalogue.Owner {
    switch subject {
    case .tool(let tool, keptBy: _): tool.owner
    case .other(_, _, let owner): owner
    }
  }

  /// Whether it is a tool that asks the client before a task is made of it.
  var asksFirst: Bool {
    switch subject {
    case .tool(let tool, keptBy: _): tool.definition.asksFirst
    case .other: false
    }
  }

  /// What clients call it.
  var name: String {
    switch subject {
    case .tool(let tool, keptBy: _): tool.definition.name
    case .other(_, let name, _): name
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
  private static func params(
    of call: borrowing MCPCall, naming prompt: Catalogue.Prompt
  ) -> [UInt8]? {
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
