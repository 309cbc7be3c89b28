/// Where an administrator grants permissions to the app.
enum ConsoleLink {
  /// Nil where there is nothing to grant, or no app is set.
  static func grant(
    _ scopes: [String], to identity: Identity, _ settings: Settings
  ) -> String? {
    guard !scopes.isEmpty, !settings.appID.isEmpty else { return nil }
    let query =
      "q=\(scopes.joined(separator: ","))&op_from=openapi&token_type=\(identity.tokenType)"
    return "\(settings.brand.apiURL)/app/\(settings.appID)/auth?\(query)"
  }
}
