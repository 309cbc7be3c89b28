internal import JSON
internal import PluginKit
internal import Synchronization

/// The arguments of the tool `login`.
struct LoginArguments: Decodable, Sendable {
  var scopes: StringList?
}

/// Gets the tokens of a user: gives a link, and waits until the user has confirmed there. Any
/// thread.
final class Login: Sendable {
  /// Of the tool.
  static let name = "login"
  /// Lark takes so many at a time.
  static let maximumScopes = 50
  /// RFC 8628 section 3.5: that much longer after `slow_down`.
  static let slowerSeconds: Int64 = 5
  /// Left of the call's time when it stops waiting.
  static let reserveMilliseconds: Int64 = 3_000

  private let client: LarkClient
  private let scopes: @Sendable () -> [String]
  /// A link that was given and not confirmed yet: the next call for the same scopes waits for it.
  private struct Pending {
    var code: DeviceLogin.Code
    var scopes: [String]
  }

  private let pending = Mutex<Pending?>(nil)

  /// `scopes`: what to ask for where a call names none.
  init(client: LarkClient, scopes: @escaping @Sendable () -> [String]) {
    (self.client, self.scopes) = (client, scopes)
  }

  func run(
    _ arguments: LoginArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    guard let tokens = client.credentials.user else {
      throw .notConfigured(["\(SettingsError.path).userTokenFile"])
    }
    let device = DeviceLogin(client: client)
    let code = try await code(device, try wanted(arguments), context)
    let words = "Open \(code.link) and confirm (code \(code.userCode))."
    context.call?.log(.notice, words)
    context.call?.progress(0, of: 1, words)
    guard let grant = try await wait(for: code, device, context) else {
      return Login.unconfirmed(code, words)
    }
    pending.withLock { $0 = nil }
    let isStored = tokens.loggedIn(grant)
    return await confirmed(isStored, grant, context)
  }

  private func wanted(_ arguments: LoginArguments) throws(LarkFailure) -> [String] {
    var names = (arguments.scopes?.values ?? []).flatMap { $0.split { " ,".contains($0) } }
      .map(String.init)
    if names.isEmpty { names = scopes() }
    if !names.contains("offline_access") { names.insert("offline_access", at: 0) }
    guard names.count <= Login.maximumScopes else {
      throw .argument("scopes: at most \(Login.maximumScopes - 1) at a time; they add up.")
    }
    guard names.allSatisfy({ $0.utf8.allSatisfy { 0x21...0x7E ~= $0 } }) else {
      throw .argument("scopes: names such as \"im:message\", separated by spaces.")
    }
    return names
  }

  private func code(
    _ device: DeviceLogin, _ scopes: [String], _ context: CallContext
  ) async throws(LarkFailure) -> DeviceLogin.Code {
    let now = client.clock.monotonicMilliseconds()
    let known = pending.withLock { $0 }
    if let known, known.scopes == scopes, known.code.end > now { return known.code }
    let code = try await device.begin(scopes: scopes, context)
    pending.withLock { $0 = Pending(code: code, scopes: scopes) }
    return code
  }

  /// Nil where the call's time ran out before the user confirmed.
  private func wait(
    for code: DeviceLogin.Code, _ device: DeviceLogin, _ context: CallContext
  ) async throws(LarkFailure) -> UserGrant? {
    var seconds = code.intervalSeconds
    while client.clock.monotonicMilliseconds() < code.end {
      guard context.remainingMilliseconds() > seconds * 1_000 + Login.reserveMilliseconds else {
        return nil
      }
      try await client.pause(milliseconds: seconds * 1_000)
      switch try await answer(to: code, device) {
      case .granted(let grant): return grant
      case .pending: break
      case .tooFast: seconds += Login.slowerSeconds
      case .denied:
        pending.withLock { $0 = nil }
        throw .argument("The user refused the login.")
      case .expired: throw expired()
      }
    }
    throw expired()
  }

  /// A code that Lark refuses for good is not offered again.
  private func answer(
    to code: DeviceLogin.Code, _ device: DeviceLogin
  ) async throws(LarkFailure) -> DeviceLogin.Answer {
    do throws(LarkFailure) {
      return try await device.ask(code)
    } catch {
      if let refusal = error.apiError, !refusal.meaning.isRetryable {
        pending.withLock { $0 = nil }
      }
      throw error
    }
  }

  private func expired() -> LarkFailure {
    pending.withLock { $0 = nil }
    return .argument("Nobody confirmed the login in time; call again for a new link.")
  }

  private static func unconfirmed(_ code: DeviceLogin.Code, _ words: String) -> ToolResult {
    ToolResult(
      [.text("\(words) Then call lark_login again: it goes on with the same link.")],
      structured: [
        "status": "pending", "link": .string(code.link), "user_code": .string(code.userCode),
      ])
  }

  private func confirmed(
    _ isStored: Bool, _ grant: UserGrant, _ context: CallContext
  ) async -> ToolResult {
    var context = context
    context.userToken = grant.accessToken
    context.rule = .user
    let who = try? await client.send(
      APIRequest(.whoamiUser, purpose: "tell who logged in"), context)
    let name = who?["name"]?.nonEmptyString.map { singleLine($0, limit: 80) }
    var text = "Logged in\(name.map { " as \($0)" } ?? "")."
    if !isStored {
      text +=
        " The tokens could not be written to plugin.lark.settings.userTokenFile, so the login "
        + "ends with this process: check that the directory may be written."
    }
    if grant.refreshToken == nil {
      text +=
        " Lark gave no refresh token: turn on refreshing in the app's security settings, or "
        + "the login ends with its token."
    }
    var members: JSONObject = ["status": "logged_in", "as": "user"]
    members["name"] = name.map { .string($0) }
    return ToolResult([.text(text)], structured: .object(members))
  }
}

extension Login {
  static func tool(_ core: LarkCore) -> LarkTool {
    let login = Login(client: core.client) { LoginScopes.usual(ToolList.selected(core)) }
    return LarkTool(
      name,
      "Logs a Lark user in, so that tools can act as that user: gives a link to open and confirm, "
        + "and waits. If it says so, call it again after confirming.",
      core, group: .access, endpoints: [.authUserToken, .whoamiUser],
      identity: .user, effect: .adds, offer: .always,
      input: .object([
        "scopes": .stringList(
          .string(), "Permissions to ask for. Default: what the listed tools need.")
      ])
    ) { (arguments: LoginArguments, context) throws(LarkFailure) in
      try await login.run(arguments, context)
    }
  }
}
