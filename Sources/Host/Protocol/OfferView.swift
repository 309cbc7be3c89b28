import Access
import MCP
import PluginHost

/// What the policy lets some callers have of everything that is offered. Any thread.
final class OfferView: Sendable {
  /// What is offered on the whole.
  let whole: Offer
  private let policy: AccessPolicy
  private let rules: RuleSet

  /// What those rules of the policy allow.
  init(of whole: Offer, by rules: RuleSet, of policy: AccessPolicy) {
    self.whole = whole
    self.policy = policy
    self.rules = rules
  }

  /// The part of the whole that may be seen, with lists of its own.
  func offer(pageSize: Int) throws -> Offer {
    let catalogue = whole.catalogue.part { [policy, rules] kind, key, plugin in
      let target = PolicyTarget(Self.kind(kind), key, of: plugin)
      return policy.decision(on: target, by: rules).isAllowed
    }
    let lists = try OfferedLists.of(catalogue, pageSize: pageSize, reusing: whole.lists)
    return Offer(catalogue: catalogue, lists: lists, view: self)
  }

  /// The policy has no kind of its own for templates.
  private static func kind(_ kind: ListKind) -> PolicyTarget.Kind {
    switch kind {
    case .tools: .tool
    case .prompts: .prompt
    case .resources, .templates: .resource
    }
  }

  /// What the policy says of something; for tools and prompts by their own names.
  func decision(_ kind: PolicyTarget.Kind, _ name: String, of plugin: String) -> PolicyDecision {
    policy.decision(on: PolicyTarget(kind, name, of: plugin), by: rules)
  }

  /// What is there under the name that a caller asked for in vain, and whose it is; nil where there
  /// is nothing.
  func hidden(_ item: UnknownItem) -> PolicyTarget? {
    let catalogue = whole.catalogue
    let key = ArraySlice(item.name.utf8)
    switch item.kind {
    case .tool:
      return tool(item.name)
    case .prompt:
      return whole.lists.prompts.index(ofKey: key).map {
        PolicyTarget(.prompt, item.name, of: catalogue.prompts[$0].owner.plugin)
      }
    case .resource:
      return catalogue.owner(ofResource: item.name).map {
        PolicyTarget(.resource, item.name, of: $0.plugin)
      }
    case .template:
      return catalogue.owner(ofTemplate: item.name).map {
        PolicyTarget(.resource, item.name, of: $0.plugin)
      }
    }
  }

  /// Whether a task of that tool may be asked for. One whose tool is gone may: it was permitted
  /// when it began.
  func permits(taskOf tool: String) -> Bool {
    self.tool(tool).map { policy.decision(on: $0, by: rules).isAllowed } ?? true
  }

  private func tool(_ name: String) -> PolicyTarget? {
    whole.lists.tools.index(ofName: ArraySlice(name.utf8)).map {
      PolicyTarget(.tool, name, of: whole.catalogue.tools[$0].plugin)
    }
  }

  /// Whether to hear of a resource, while `catalogue` is offered on the whole. Not of one that is
  /// nobody's: whose it is decides.
  func hears(of uri: String, in catalogue: Catalogue) -> Bool {
    catalogue.owner(ofResource: uri).map { decision(.resource, uri, of: $0.plugin).isAllowed }
      ?? false
  }

  /// Whether the resource is there and may not be heard of.
  func hides(_ uri: String) -> Bool {
    whole.catalogue.owner(ofResource: uri).map {
      !decision(.resource, uri, of: $0.plugin).isAllowed
    } ?? false
  }
}
