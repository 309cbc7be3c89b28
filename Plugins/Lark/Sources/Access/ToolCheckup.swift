/// Which tools will fail, by the permissions that were granted and by who is there. No I/O.
///
/// The first endpoint of a tool is what it is for. Where a tool acts as the user or as the bot, any
/// other one that takes a user only makes its answer better, and is not asked without one.
struct ToolCheckup: Sendable, Equatable {
  /// What keeps an endpoint from working.
  struct Fault: Sendable, Equatable {
    var endpoint: String
    /// Any one of these would do.
    var scopes: [String]
  }

  /// What is wrong with one tool.
  struct Finding: Sendable, Equatable {
    var tool: String
    var faults: [Fault]
    /// Whether none of its endpoints works.
    var isUseless: Bool
  }

  var findings: [Finding] = []
  /// Those that work with a user's token only.
  var needUser: [String] = []

  /// `granted`: the scopes of the app, nil where they are not known.
  init(_ tools: [LarkTool], granted: Set<String>?, hasUser: Bool) {
    for tool in tools {
      if !hasUser, ToolCheckup.needsUser(tool, granted) {
        needUser.append(tool.name)
        continue
      }
      let faults = tool.endpoints.compactMap { endpoint in
        ToolCheckup.fault(endpoint, tool.rule, granted, hasUser: hasUser)
      }
      guard !faults.isEmpty else { continue }
      findings.append(
        Finding(
          tool: tool.name, faults: faults, isUseless: faults.count == tool.endpoints.count))
    }
  }

  private static func needsUser(_ tool: LarkTool, _ granted: Set<String>?) -> Bool {
    let closed = tool.endpoints.map { isClosedToBot($0, tool.rule, granted) }
    let asUser = tool.rule == .user || tool.rule == .userFirst
    return (asUser && closed.first == true) || !closed.contains(false)
  }

  /// Where Lark itself names no tenant token for the endpoint, the app may not even get its scope.
  private static func isClosedToBot(
    _ endpoint: Endpoint, _ rule: IdentityRule, _ granted: Set<String>?
  ) -> Bool {
    guard endpoint.identities != .none else { return false }
    let identity = rule.identity(at: endpoint.identities, hasUserToken: false)
    guard identity == .bot, !endpoint.identities.documented.contains(.bot) else {
      return identity == nil
    }
    return fault(endpoint, rule, granted, hasUser: false) != nil
  }

  private static func fault(
    _ endpoint: Endpoint, _ rule: IdentityRule, _ granted: Set<String>?, hasUser: Bool
  ) -> Fault? {
    // What a user has granted is not listed with the app's scopes.
    let identity = rule.identity(at: endpoint.identities, hasUserToken: hasUser)
    guard identity == .bot, let granted, !endpoint.scopes.isEmpty,
      granted.isDisjoint(with: endpoint.scopes)
    else { return nil }
    return Fault(endpoint: endpoint.name, scopes: endpoint.scopes)
  }

  /// The fewest scopes that mend all findings: the first of each endpoint that has none.
  var missingScopes: [String] {
    var scopes: [String] = []
    for fault in findings.flatMap(\.faults) {
      guard let first = fault.scopes.first, !fault.scopes.contains(where: scopes.contains) else {
        continue
      }
      scopes.append(first)
    }
    return scopes
  }

  /// One line for each tool.
  var lines: [String] {
    findings.map { finding in
      let faults = finding.faults.map { fault in
        "\(fault.endpoint) needs one of \(fault.scopes.joined(separator: ", "))"
      }
      let verdict = finding.isUseless ? "will fail" : "will fail in part"
      return "- \(LarkPlugin.name)_\(finding.tool) \(verdict): \(faults.joined(separator: "; "))"
    }
  }
}
