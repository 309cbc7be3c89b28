/// Whose token goes with which request. Any thread.
struct Credentials: Sendable {
  let tenant: TenantTokens

  func hasUserToken(_ context: CallContext) -> Bool { context.userToken != nil }

  /// As whom the endpoint is called, without asking anybody.
  func identity(for request: APIRequest, _ context: CallContext) throws(LarkFailure) -> Identity {
    let identity = context.rule.identity(
      at: request.endpoint.identities, hasUserToken: hasUserToken(context))
    guard let identity else { throw .needsUser(purpose: request.purpose) }
    return identity
  }

  /// A token that is valid now, as far as is known.
  func token(
    of identity: Identity, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    switch identity {
    case .bot: return try await tenant.current()
    case .user: return context.userToken ?? ""
    }
  }

  /// Lark refused that token. Whether it is worth trying again with what `token` says next.
  func rejected(_ token: String, of identity: Identity, _ context: CallContext) -> Bool {
    identity == .bot && tenant.rejected(token)
  }
}
