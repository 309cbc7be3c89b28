/// What the seeded app and user may do.
enum SeedScopes {
  static let scopes = Scopes(app: app, user: user, withheld: withheld)

  private static let shared: Set<String> = [
    "calendar:calendar", "calendar:calendar:read", "calendar:calendar:readonly",
    "calendar:calendar.event:create", "calendar:calendar.event:read",
    "calendar:calendar.free_busy:read", "contact:contact.base:readonly",
    "contact:user.base:readonly", "contact:user.department:readonly",
    "contact:user.email:readonly", "contact:user.employee:readonly",
    "contact:user.employee_id:readonly", "drive:drive:readonly", "im:chat:readonly", "im:message",
    "im:message:readonly", "search:docs:read", "space:document:retrieve", "wiki:node:read",
    "wiki:node:retrieve", "wiki:space:retrieve", "wiki:wiki:readonly",
  ]
  private static let app = documented(by: [.tenant, .either]).union(shared).union([
    "contact:user.id:readonly", "im:message.group_msg", "im:message:send_as_bot",
  ])
  private static let user = documented(by: [.user, .either]).union(shared).union([
    "im:message.group_msg:get_as_user", "im:message.p2p_msg:get_as_user",
    "im:message.send_as_user", "offline_access",
  ])
  /// Scopes that would open what others withhold are left out.
  private static func documented(by tokens: [Endpoint.Token]) -> Set<String> {
    var scopes: Set<String> = []
    for facts in EndpointFacts.all.values where tokens.contains(facts.token) {
      scopes.formUnion(facts.scopes.filter { !$0.hasPrefix("contact:contact:") })
    }
    return scopes.subtracting(withheld)
  }

  private static let withheld: Set<String> = [
    "contact:user.phone:readonly", "docx:document:write_only", "im:message:send_sys_msg",
  ]
}
