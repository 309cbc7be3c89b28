/// Whose token goes with which request. Any thread.
struct Credentials: Sendable {
  let tenant: TenantTokens
  /// Of the user who logged in; nil where the settings name no file for that.
  let user: UserTokens?

  /// A token that came with the call goes before the one in the file.
  func hasUserToken(_ context: CallContext) -> Bool {
    context.userToken != nil || user?.isPresent == true
  }

  /// As whom the endpoint is called, without asking anybody.
  func identity(for request: APIRequest, _ context: CallContext) throws(LarkFailure) -> Identity {
    let identity = context.rule.identity(
      at: request.endpoint.identities, hasUserToken: hasUserToken(context))
    guard let identity else { throw .needsUser(purpose: request.purpose) }
    return identity
  }

  /// A token that is valid now, as far as is known.
  func token(
    of identity: Identity, for request: APIRequest, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    switch identity {
    case .bot: return try await tenant.current()
    case .user:
      if let token = context.userToken { return token }
      if let token = try await user?.current() { return token }
      throw .needsUser(purpose: request.purpose)
    }
  }

  /// Lark refused that token at the endpoint. Whether it is worth trying again with what `token`
  /// says next.
  func rejected(
    _ token: String, of identity: Identity, at endpoint: Endpoint, _ context: CallContext
  ) -> Bool {
    switch identity {
    // Where Lark names no tenant token, the refusal is about the kind of token.
    case .bot: endpoint.identities.documented.contains(.bot) && tenant.rejected(token)
    case .user: context.userToken == nil && user?.rejected(token) == true
    }
  }
}
