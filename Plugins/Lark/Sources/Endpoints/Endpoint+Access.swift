/// Endpoints of Lark for logging in and asking who one is.
extension Endpoint {
  static let authTenantToken = Endpoint(
    "auth_tenant_token", .post, "/open-apis/auth/v3/tenant_access_token/internal",
    .none, .unstated, .write)

  static let authAuthorizePage = Endpoint(
    "auth_authorize_page", .get, "/open-apis/authen/v1/authorize",
    .none, .tier4, .read)

  static let authUserToken = Endpoint(
    "auth_user_token", .post, "/open-apis/authen/v2/oauth/token",
    .none, .tier4, .write)

  static let whoamiUser = Endpoint(
    "whoami_user", .get, "/open-apis/authen/v1/user_info",
    .user, .unstated, .read)

  static let whoamiBot = Endpoint(
    "whoami_bot", .get, "/open-apis/bot/v3/info",
    .bot, .unstated, .read)

  static let listGrantedScopes = Endpoint(
    "list_granted_scopes", .get, "/open-apis/application/v6/scopes",
    .bot, .unstated, .read)

  static let access: [Endpoint] = [
    .authTenantToken, .authAuthorizePage, .authUserToken, .whoamiUser, .whoamiBot,
    .listGrantedScopes,
  ]
}
