import Access
import JSON
import PluginHost

/// What a caller may use of a catalogue, and by which rules, for people and for programs.
struct PolicyReport {
  /// One line of it.
  private struct Entry {
    let target: PolicyTarget
    let decision: PolicyDecision
  }

  private let caller: AuthenticatedCaller
  private let rules: [String]
  /// Those of them that are about nothing that is loaded.
  private let idleRules: [String]
  /// By the member of the JSON report that holds them.
  private let sections: [(title: String, key: String, entries: [Entry])]

  init(_ caller: AuthenticatedCaller, _ policy: AccessPolicy, _ catalogue: Catalogue) {
    self.caller = caller
    let set = policy.rules(for: caller)
    rules = policy.rules(of: set).map(\.name)
    idleRules = policy.idleRules(among: catalogue.policyTargets).filter(rules.contains)
    func entry(_ kind: PolicyTarget.Kind, _ name: String, _ plugin: String) -> Entry {
      let target = PolicyTarget(kind, name, of: plugin)
      return Entry(target: target, decision: policy.decision(on: target, by: set))
    }
    sections = [
      ("tools", "tools", catalogue.tools.map { entry(.tool, $0.definition.name, $0.plugin) }),
      ("prompts", "prompts", catalogue.prompts.map { entry(.prompt, $0.name, $0.owner.plugin) }),
      (
        "resources", "resources",
        catalogue.resources.map { entry(.resource, $0.uri, $0.owner.plugin) }
      ),
      (
        "resource templates", "resourceTemplates",
        catalogue.templates.map { entry(.resource, $0.uriTemplate, $0.owner.plugin) }
      ),
    ]
  }

  /// A line for everything there is: `+` may be used, `-` may not.
  var text: String {
    let scopes = caller.scopes.isEmpty ? "no scopes" : "scopes: " + caller.scopes.joined(", ")
    var lines = ["\(caller.client), \(scopes)"]
    lines.append(rules.isEmpty ? "no rule applies" : "rules that apply: " + rules.joined(", "))
    if !idleRules.isEmpty {
      lines.append("of them about nothing that is loaded: " + idleRules.joined(", "))
    }
    for (title, _, entries) in sections where !entries.isEmpty {
      lines.append(title)
      lines += entries.map { "  " + Self.line($0) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ entry: Entry) -> String {
    let name = entry.target.name
    switch entry.decision {
    case .unmentioned: return "- \(name)  no rule allows it"
    case .denied(let rule): return "- \(name)  denied by \(rule)"
    case .allowed(let grant):
      let condition = grant.rule == nil ? ", with the arguments that it asks for" : ""
      let denials =
        grant.denying.isEmpty
        ? "" : "; some arguments are denied by \(grant.denying.joined(", "))"
      let by = grant.rule.map { [$0] } ?? grant.allowing
      return "+ \(name)  allowed by \(by.joined(", "))\(condition)\(denials)"
    }
  }

  /// The same for programs.
  var json: JSONValue {
    var report: JSONObject = [
      "client": .string(caller.client), "scopes": .array(caller.scopes.map(JSONValue.string)),
      "rules": .array(rules.map(JSONValue.string)),
      "idleRules": .array(idleRules.map(JSONValue.string)),
    ]
    for (_, key, entries) in sections { report[key] = .array(entries.map(Self.object)) }
    return .object(report)
  }

  private static func object(_ entry: Entry) -> JSONValue {
    var object: JSONObject = [
      "name": .string(entry.target.name), "plugin": .string(entry.target.plugin),
      "allowed": .bool(entry.decision.isAllowed),
    ]
    switch entry.decision {
    case .unmentioned: break
    case .denied(let rule): object["deniedBy"] = .array([.string(rule)])
    case .allowed(let grant):
      object["allowedBy"] = .array(grant.allowing.map(JSONValue.string))
      if !grant.denying.isEmpty {
        object["deniedBy"] = .array(grant.denying.map(JSONValue.string))
      }
      object["dependsOnArguments"] = .bool(grant.isConditional)
    }
    return .object(object)
  }
}

extension [String] {
  fileprivate func joined(_ separator: String) -> String { joined(separator: separator) }
}
