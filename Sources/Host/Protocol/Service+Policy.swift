import Access
import JSON
import MCP
import PluginHost

/// What the policy refuses. The log names the caller, what it asked for and the rule, and never an
/// argument.
extension Service {
  /// Writes down that somebody asked for what is there, but not for them.
  func note(_ item: UnknownItem, _ offer: Offer, _ caller: Caller) {
    guard let view = offer.view, let hidden = view.hidden(item) else { return }
    switch view.decision(hidden.kind, hidden.name, of: hidden.plugin) {
    case .allowed: return
    case .denied(let rule): deny(hidden, caller, ["rule": .string(rule)])
    case .unmentioned: deny(hidden, caller, ["reason": "no rule allows it"])
    }
  }

  /// The answer to a call whose arguments no rule permits; nil where they are permitted.
  func refusal(
    of call: MCPCall, _ target: CallTarget, _ offer: Offer, _ caller: Caller
  ) -> MCPReply? {
    guard let view = offer.view else { return nil }
    let kind: PolicyTarget.Kind
    switch call.target {
    case .tool: kind = .tool
    case .prompt: kind = .prompt
    case .resource, .promptCompletion, .resourceCompletion: return nil
    }
    let plugin = target.owner.plugin
    guard case .allowed(let grant) = view.decision(kind, target.name, of: plugin) else {
      return call.notFound()
    }
    guard grant.isConditional else { return nil }
    let (document, node) = call.argumentsInMessage
    guard let refusal = grant.refusal(ofArguments: node, in: document) else { return nil }
    deny(
      PolicyTarget(kind, target.name, of: plugin), caller,
      ["rule": .string(refusal.rule), "reason": "its arguments"])
    let text = "These arguments are not permitted: \(refusal.text)"
    return kind == .tool ? call.toolError(text) : call.error(.invalidParams, text)
  }

  private func deny(_ target: PolicyTarget, _ caller: Caller, _ why: JSONObject) {
    let kind =
      switch target.kind {
      case .tool: "tool"
      case .prompt: "prompt"
      case .resource: "resource"
      }
    var fields: JSONObject = ["principal": .string(caller.principal), kind: .string(target.name)]
    for (key, value) in why.members { fields[key] = value }
    logger.write(.info, "denied", plugin: target.plugin, fields: fields)
  }

  /// Whether whoever sees that offer hears of an update of a resource; nil: of all.
  func hearing(_ offer: Offer) -> Hearing? {
    guard let view = offer.view else { return nil }
    return { [self] uri in view.hears(of: uri, in: current.catalogue) }
  }
}
