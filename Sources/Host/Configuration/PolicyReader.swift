import Access
import JSON
import JSONSchema

/// Reads `access.policy` of a configuration file: an array of rules. What would make a rule ask
/// less than its author meant is an error: a key or keyword that is not known, an empty list, a
/// rule without conditions.
struct PolicyReader {
  private static let maximumNameBytes = 100
  private static let callerKeys = ["clients", "scopes", "claims"]
  private static let targetKeys = ["plugins", "tools", "prompts", "resources"]

  static func read(_ value: ConfigurationCursor) throws(ConfigurationError) -> AccessPolicy {
    let elements = try value.elements()
    guard elements.count <= AccessPolicy.maximumRules else {
      throw value.wrong("must have at most \(AccessPolicy.maximumRules) rules")
    }
    var rules: [PolicyRule] = []
    var names: Set<String> = []
    for element in elements {
      let next = try rule(element)
      guard names.insert(next.name).inserted else {
        throw element.wrong("has the name of an earlier rule, \"\(next.name)\"")
      }
      rules.append(next)
    }
    guard rules.contains(where: { $0.effect == .allow }) else {
      throw value.wrong("allows nobody anything: what no rule allows is not allowed")
    }
    return AccessPolicy(rules)
  }

  private static func rule(_ value: ConfigurationCursor) throws(ConfigurationError) -> PolicyRule {
    let members = try value.members(
      known: ["name", "effect", "arguments"] + callerKeys + targetKeys)
    guard let name = members["name"] else { throw value.wrong("needs a \"name\"") }
    guard (callerKeys + targetKeys).contains(where: { members[$0] != nil }) else {
      throw value.wrong(
        "is about everybody and everything; say \"clients\": [\"*\"] if that is meant")
    }
    var rule = PolicyRule(try self.name(name))
    if let effect = members["effect"] {
      rule.effect = try effect.choice(["allow": .allow, "deny": .deny])
    }
    rule.callers.clients = try globs(members["clients"])
    rule.callers.scopes = try globs(members["scopes"])
    rule.callers.claims = try claims(members["claims"])
    rule.targets.plugins = try globs(members["plugins"])
    rule.targets.tools = try globs(members["tools"])
    rule.targets.prompts = try globs(members["prompts"])
    rule.targets.resources = try globs(members["resources"])
    if let value = members["arguments"] {
      if let resources = members["resources"] {
        throw resources.wrong("have no arguments; name them in a rule without \"arguments\"")
      }
      rule.arguments = try schema(value)
    }
    return rule
  }

  /// Names stand in logs and in errors for callers.
  private static func name(_ value: ConfigurationCursor) throws(ConfigurationError) -> String {
    let name = try value.string()
    let isPlain = name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace || $0 == " " }
    let isVisible = name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x22 }
    guard isPlain, isVisible, (1...maximumNameBytes).contains(name.utf8.count) else {
      throw value.wrong(
        "must be a name of 1 to \(maximumNameBytes) bytes, without quotes and line breaks")
    }
    return name
  }

  private static func globs(_ value: ConfigurationCursor?) throws(ConfigurationError) -> [Glob] {
    guard let value else { return [] }
    let texts = try value.strings()
    guard !texts.isEmpty else {
      throw value.wrong("is empty; leave it out, or say \"*\" for any")
    }
    guard texts.allSatisfy({ (1...Glob.maximumBytes).contains($0.utf8.count) }) else {
      throw value.wrong("must hold texts of 1 to \(Glob.maximumBytes) bytes")
    }
    return texts.map(Glob.init)
  }

  private static func claims(
    _ value: ConfigurationCursor?
  ) throws(ConfigurationError) -> [(name: String, values: [Glob])] {
    guard let value else { return [] }
    var claims: [(name: String, values: [Glob])] = []
    for (name, values) in try value.members() { claims.append((name, try globs(values))) }
    guard !claims.isEmpty else { throw value.wrong("is empty; leave it out, or name a claim") }
    return claims
  }

  // MARK: - Arguments

  private static func schema(
    _ value: ConfigurationCursor
  ) throws(ConfigurationError) -> CompiledSchema {
    let keys = try value.members().map(\.key)
    guard !keys.isEmpty else { throw value.wrong("asks nothing; leave it out, or say what fits") }
    var unset: [(path: String, variable: String)] = []
    let template = try value.template(unset: &unset)
    if let (_, variable) = unset.first {
      throw value.wrong("needs the environment variable \(variable), which is not set")
    }
    guard let template, template.secrets.isEmpty else {
      throw value.wrong("must not hold a secret, since its answers would tell it")
    }
    do {
      let document = try JSONDocument(parsing: template.withoutSecrets.serialized())
      if let unknown = UnknownKeyword.first(in: document) {
        let hint = Spelling.suggestion(for: unknown, among: UnknownKeyword.known)
        throw value.wrong("cannot be used: \(unknown) is no keyword of JSON Schema\(hint)")
      }
      return try CompiledSchema(compiling: document)
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw value.wrong("cannot be used: \(error)")
    }
  }
}
