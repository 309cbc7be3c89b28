import JSON

/// What the app, and the user who has consented to it, may do.
struct Scopes: Sendable {
  /// Granted to the app.
  private(set) var app: Set<String>
  /// Granted by the user whose token is seeded.
  private(set) var user: Set<String>
  /// Asked for, not granted: listed with `grant_status` 2.
  private(set) var withheld: Set<String>

  init(app: Set<String>, user: Set<String>, withheld: Set<String>) {
    self.app = app
    self.user = user
    self.withheld = withheld
  }

  /// Whether the app may ask a user for it.
  func isKnown(_ scope: String) -> Bool { app.contains(scope) || user.contains(scope) }

  func allows(_ scopes: [String], _ identity: Identity) -> Bool {
    if scopes.isEmpty { return true }
    let granted = if case .user = identity { user } else { app }
    return scopes.contains(where: granted.contains)
  }

  /// Throws the refusal a client gets, unless one of the scopes is granted.
  func require(_ scopes: [String], _ identity: Identity, appID: String) throws(APIError) {
    if allows(scopes, identity) { return }
    throw Self.refusal(scopes, identity, appID: appID)
  }

  static func refusal(_ scopes: [String], _ identity: Identity, appID: String) -> APIError {
    if case .user = identity { return userRefusal(scopes) }
    let list = scopes.joined(separator: ", ")
    let link =
      "\(Envelope.site)/app/\(appID)/auth?q=\(scopes.joined(separator: ","))"
      + "&op_from=openapi&token_type=tenant"
    let message =
      "Access denied. One of the following scopes is required: [\(list)]."
      + "应用尚未开通所需的应用身份权限：[\(list)]，点击链接申请并开通任一权限即可：\(link)"
    var detail = violations(scopes)
    detail["message"] = .string(
      "Refer to the documentation to fix the error: \(Envelope.site)/document/uAjLw4CM/"
        + "ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-fix-the-99991672-error")
    detail["helps"] = [
      [
        "url": .string(link),
        "description": .string("Learn more about scopes and how to add them: [\(list)]"),
      ]
    ]
    return APIError(99_991_672, message, detail: detail)
  }

  private static func userRefusal(_ scopes: [String]) -> APIError {
    let list = scopes.joined(separator: ", ")
    return APIError(
      99_991_679,
      "Unauthorized. You do not have permission to perform the requested operation on the "
        + "resource. Please request user re-authorization and try again. required one of these "
        + "privileges under the user identity: [\(list)]",
      detail: violations(scopes))
  }

  private static func violations(_ scopes: [String]) -> JSONObject {
    let entries = scopes.map { scope in
      JSONValue.object(["type": "action_scope_required", "subject": .string(scope)])
    }
    return ["permission_violations": .array(entries)]
  }

  /// A name may end in `*`.
  mutating func revoke(_ pattern: String) {
    let revoked = app.filter { Self.matches($0, pattern) }
    app.subtract(revoked)
    withheld.formUnion(revoked)
  }

  mutating func revokeFromUser(_ pattern: String) {
    user = user.filter { !Self.matches($0, pattern) }
  }

  mutating func grant(_ scope: String) {
    app.insert(scope)
    user.insert(scope)
    withheld.remove(scope)
  }

  private static func matches(_ scope: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? scope.hasPrefix(pattern.dropLast()) : scope == pattern
  }
}
