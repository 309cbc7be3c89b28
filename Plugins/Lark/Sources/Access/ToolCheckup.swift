/// Which tools will fail, by the permissions that were granted and by who is there. No I/O.
struct ToolCheckup: Sendable, Equatable {
  /// What keeps an endpoint from working.
  struct Fault: Sendable, Equatable {
    enum Cause: Sendable, Equatable {
      /// Any one of these would do.
      case scopes([String])
      case noUser
    }

    var endpoint: String
    var cause: Cause
  }

  /// What is wrong with one tool.
  struct Finding: Sendable, Equatable {
    var tool: String
    var faults: [Fault]
    /// Whether none of its endpoints works.
    var isUseless: Bool
  }

  var findings: [Finding] = []

  /// `granted`: the scopes of the app, nil where they are not known.
  init(_ tools: [LarkTool], granted: Set<String>?, hasUser: Bool) {
    for tool in tools {
      let faults = tool.endpoints.compactMap { endpoint in
        ToolCheckup.fault(endpoint, tool.rule, granted, hasUser: hasUser)
      }
      guard !faults.isEmpty else { continue }
      findings.append(
        Finding(
          tool: tool.name, faults: faults, isUseless: faults.count == tool.endpoints.count))
    }
  }

  private static func fault(
    _ endpoint: Endpoint, _ rule: IdentityRule, _ granted: Set<String>?, hasUser: Bool
  ) -> Fault? {
    guard endpoint.identities != .none else { return nil }
    guard let identity = rule.identity(at: endpoint.identities, hasUserToken: hasUser) else {
      return Fault(endpoint: endpoint.name, cause: .noUser)
    }
    // What a user has granted is not listed with the app's scopes.
    guard identity == .bot, let granted, !endpoint.scopes.isEmpty,
      granted.isDisjoint(with: endpoint.scopes)
    else { return nil }
    return Fault(endpoint: endpoint.name, cause: .scopes(endpoint.scopes))
  }

  /// The fewest scopes that mend all findings: the first of each endpoint that has none.
  var missingScopes: [String] {
    var scopes: [String] = []
    for fault in findings.flatMap(\.faults) {
      guard case .scopes(let any) = fault.cause, let first = any.first,
        !any.contains(where: scopes.contains)
      else { continue }
      scopes.append(first)
    }
    return scopes
  }

  /// One line for each tool.
  var lines: [String] {
    findings.map { finding in
      let faults = finding.faults.map { fault in
        switch fault.cause {
        case .noUser: "\(fault.endpoint) needs a user (lark_login, or a user access token)"
        case .scopes(let any): "\(fault.endpoint) needs one of \(any.joined(separator: ", "))"
        }
      }
      let verdict = finding.isUseless ? "will fail" : "will fail in part"
      return "- \(LarkPlugin.name)_\(finding.tool) \(verdict): \(faults.joined(separator: "; "))"
    }
  }
}
