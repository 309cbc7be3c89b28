internal import JSON
internal import PluginKit
internal import Synchronization

/// Who is waiting: one tool call. Its id, its deadline, as whom it acts, and the host's own handle.
struct CallContext: Sendable {
  /// ASCII, unique to the call.
  let id: String
  /// Milliseconds until the host answers in the plugin's place.
  let remainingMilliseconds: @Sendable () -> Int64
  let call: Call?
  /// As whom the tool wants to act.
  var rule = IdentityRule.botFirst
  /// The user access token that came with the call. A secret.
  var userToken: String?
  /// As whom requests were made so far.
  let acting = ActingIdentities()

  init(id: String, call: Call? = nil, remainingMilliseconds: @escaping @Sendable () -> Int64) {
    self.id = id
    self.call = call
    self.remainingMilliseconds = remainingMilliseconds
  }

  init(_ call: Call) {
    self.init(id: call.id, call: call) { Int64(call.remainingMilliseconds) }
  }

  /// A call of a tool with that rule; the token is the claim of the caller that the settings name.
  init(_ call: Call, _ rule: IdentityRule, _ settings: Settings) {
    self.init(call)
    self.rule = rule
    userToken = call.caller?[settings.userTokenClaim]?.nonEmptyString
  }

  /// "bot", "user" or "bot+user": as whom the call acted; the bot where it has asked nothing.
  var actedAs: String { acting.name }
}

/// As whom the requests of one call were made. Any thread.
final class ActingIdentities: Sendable {
  private let identities = Mutex<Set<Identity>>([])

  func insert(_ identity: Identity) { identities.withLock { _ = $0.insert(identity) } }

  var name: String {
    let acted = identities.withLock { $0 }
    let names = Identity.allCases.filter(acted.contains).map(\.rawValue)
    return names.isEmpty ? Identity.bot.rawValue : names.joined(separator: "+")
  }
}
