import JSON

/// Whom a rule of the policy is for. Every kind of condition that is there must hold, and one entry
/// of it is enough; without conditions, everybody.
package struct PolicyCallers: Sendable {
  /// The client's name.
  package var clients: [Glob] = []
  /// One of the scopes.
  package var scopes: [Glob] = []
  /// A claim by its name: its text, or one of its texts where it is an array. Numbers, true and
  /// false are what JSON writes for them. All claims that are named must be there.
  package var claims: [(name: String, values: [Glob])] = []

  /// Everybody.
  package init() {}

  /// Whether there is no condition.
  package var areAll: Bool { clients.isEmpty && scopes.isEmpty && claims.isEmpty }

  /// Whether a caller is among them. `claims` is read only where it matters.
  func contain(_ caller: AuthenticatedCaller, _ read: () -> JSONDocument?) -> Bool {
    guard clients.isEmpty || clients.match(caller.client),
      scopes.isEmpty || caller.scopes.contains(where: scopes.match)
    else { return false }
    guard !claims.isEmpty else { return true }
    guard let document = read() else { return false }
    return claims.allSatisfy { name, values in
      document.member(document.root, named: name).map { has(document, $0, values) } ?? false
    }
  }

  private func has(_ document: JSONDocument, _ node: JSONDocument.Node, _ values: [Glob]) -> Bool {
    switch document.kind(node) {
    case .array: document.elements(node).contains { hasText(document, $0, values) }
    default: hasText(document, node, values)
    }
  }

  private func hasText(
    _ document: JSONDocument, _ node: JSONDocument.Node, _ values: [Glob]
  ) -> Bool {
    switch document.kind(node) {
    case .string: document.string(node).map(values.match) ?? false
    case .number, .true, .false:
      values.match(String(decoding: document.slice(node), as: UTF8.self))
    case .null, .object, .array: false
    }
  }
}
