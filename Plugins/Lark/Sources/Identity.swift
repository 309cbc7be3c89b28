/// As whom a request is made.
enum Identity: String, Sendable, CaseIterable {
  /// The app itself, with a tenant access token.
  case bot
  /// A person, with a user access token.
  case user

  /// As Lark's console names it in links.
  var tokenType: String { self == .bot ? "tenant" : "user" }
}

/// Whose tokens an endpoint takes.
struct AcceptedIdentities: Sendable, Equatable {
  /// By Lark's documentation.
  let documented: Set<Identity>
  /// Only by Lark's own SDK or by what others saw: worth trying where there is nothing better.
  let reported: Set<Identity>

  private init(_ documented: Set<Identity>, reported: Set<Identity> = []) {
    (self.documented, self.reported) = (documented, reported)
  }

  static let none = AcceptedIdentities([])
  static let bot = AcceptedIdentities([.bot])
  static let user = AcceptedIdentities([.user])
  static let botOrUser = AcceptedIdentities([.bot, .user])
  static let botOrPerhapsUser = AcceptedIdentities([.bot], reported: [.user])
  static let userOrPerhapsBot = AcceptedIdentities([.user], reported: [.bot])

  func takes(_ identity: Identity) -> Bool {
    documented.contains(identity) || reported.contains(identity)
  }
}

/// As whom a tool wants to act.
enum IdentityRule: String, Sendable {
  /// As the bot, whoever is calling.
  case bot
  /// As the bot, and as the user only where an endpoint takes nobody else.
  case botFirst
  /// As the user where a user token is there, else as the bot.
  case userFirst
  /// As the user; without a user token the call fails and says how to get one. Endpoints that
  /// take the bot alone get the bot.
  case user
}

extension IdentityRule {
  /// Who acts at an endpoint; nil where it takes nobody who is there. What is documented comes
  /// before what was only reported.
  func identity(at accepted: AcceptedIdentities, hasUserToken: Bool) -> Identity? {
    let wanted: [Identity] =
      switch self {
      case .bot: [.bot]
      case .botFirst: [.bot, .user]
      case .userFirst: [.user, .bot]
      case .user: accepted.takes(.user) ? [.user] : [.bot]
      }
    let present = wanted.filter { $0 == .bot || hasUserToken }
    return present.first { accepted.documented.contains($0) }
      ?? present.first { accepted.reported.contains($0) }
  }
}
