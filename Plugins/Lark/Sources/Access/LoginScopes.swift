/// Which permissions a login asks for where nobody names them.
enum LoginScopes {
  /// One for each endpoint that the tools may call as a user, as narrow as Lark has it.
  static func usual(_ tools: [LarkTool]) -> [String] {
    var scopes: [String] = []
    for tool in tools where tool.rule != .bot {
      for endpoint in tool.endpoints where endpoint.identities.takes(.user) {
        let isGranted = endpoint.scopes.contains { scopes.contains($0) }
        guard !isGranted, let scope = narrowest(endpoint) else { continue }
        scopes.append(scope)
      }
    }
    return Array(scopes.prefix(Login.maximumScopes - 1))
  }

  private static func narrowest(_ endpoint: Endpoint) -> String? {
    let readOnly = endpoint.scopes.first { $0.hasSuffix(":readonly") || $0.hasSuffix(":read") }
    return endpoint.reads ? readOnly ?? endpoint.scopes.first : endpoint.scopes.first
  }
}
