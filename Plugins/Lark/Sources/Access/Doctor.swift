internal import JSON
internal import PluginKit

/// Checks the connection to Lark and says what to mend, and where.
struct Doctor: Sendable {
  let client: LarkClient
  /// The tools that are listed.
  let tools: @Sendable () -> [LarkTool]

  /// What one check found.
  struct Check: Sendable, Equatable {
    var name: String
    var isGood: Bool
    var words: String
  }

  func run(_ context: CallContext) async throws(LarkFailure) -> ToolResult {
    let settings = client.settings
    guard settings.missing.isEmpty else { throw .notConfigured(settings.missing) }
    var asBot = context
    asBot.rule = .bot
    var checks = [try await bot(asBot)]
    var granted: Set<String>?
    if checks[0].isGood {
      let (check, scopes) = try await scopes(asBot)
      checks.append(check)
      granted = scopes
    }
    let (userCheck, hasUser) = try await user(context)
    checks.append(userCheck)
    let checkup = ToolCheckup(tools(), granted: granted, hasUser: hasUser)
    return report(checks, checkup)
  }

  private func bot(_ context: CallContext) async throws(LarkFailure) -> Check {
    do throws(LarkFailure) {
      let payload = try await client.send(
        APIRequest(.whoamiBot, purpose: "tell who the bot is"), context)
      let bot = payload["bot"]
      let name = singleLine(bot?["app_name"]?.string ?? "", limit: 80)
      let state = bot?["activate_status"]?.integer ?? Doctor.enabled
      let words = "the app \(client.settings.appID) logs in; its bot is \"\(name)\""
      guard state == Doctor.enabled else {
        return Check(
          name: "bot", isGood: false,
          words: "\(words), but it is not enabled (activate_status \(state)): publish a version of "
            + "the app, and have an administrator enable it")
      }
      return Check(name: "bot", isGood: true, words: words)
    } catch {
      return try failed("bot", error)
    }
  }

  private func scopes(
    _ context: CallContext
  ) async throws(LarkFailure) -> (Check, Set<String>?) {
    do throws(LarkFailure) {
      let payload = try await client.send(
        APIRequest(.listGrantedScopes, purpose: "list the app's permissions"), context)
      let granted = (payload["scopes"]?.array ?? []).filter {
        $0["grant_status"]?.integer == Doctor.granted
      }
      let names = Set(granted.compactMap { $0["scope_name"]?.string })
      return (
        Check(name: "scopes", isGood: true, words: "\(names.count) permissions are granted"), names
      )
    } catch {
      return (try failed("scopes", error), nil)
    }
  }

  private func user(_ context: CallContext) async throws(LarkFailure) -> (Check, Bool) {
    guard client.credentials.hasUserToken(context) else {
      return (Check(name: "user", isGood: true, words: "nobody; tools act as the bot"), false)
    }
    var context = context
    context.rule = .user
    do throws(LarkFailure) {
      let payload = try await client.send(
        APIRequest(.whoamiUser, purpose: "tell who the user is"), context)
      let name = singleLine(payload["name"]?.string ?? "", limit: 80)
      return (Check(name: "user", isGood: true, words: "\"\(name)\""), true)
    } catch {
      return (try failed("user", error), false)
    }
  }

  /// A check that failed is a result; one that nobody waits for is not.
  private func failed(_ name: String, _ failure: LarkFailure) throws(LarkFailure) -> Check {
    if case .cancelled = failure { throw failure }
    let error = failure.toolError
    return Check(
      name: name, isGood: false, words: [error.summary, error.detail ?? ""].joined(separator: " "))
  }

  private func report(_ checks: [Check], _ checkup: ToolCheckup) -> ToolResult {
    let quota = client.quota.current
    var lines = checks.map { "\($0.name): \($0.isGood ? "" : "PROBLEM: ")\($0.words)" }
    if checkup.findings.isEmpty {
      lines.append("tools: nothing is known that would keep one from working")
    } else {
      lines.append("tools:")
      lines += checkup.lines
    }
    if !checkup.needUser.isEmpty {
      let names = checkup.needUser.map { "\(LarkPlugin.name)_\($0)" }.joined(separator: ", ")
      lines.append("need a user's token (lark_login, or one with the request): \(names)")
    }
    let link = ConsoleLink.grant(checkup.missingScopes, to: .bot, client.settings)
    if let link { lines.append("Grant what is missing at \(link) and publish a version.") }
    lines += Doctor.quotaLines(quota)
    let isGood = checks.allSatisfy(\.isGood) && checkup.findings.isEmpty
    var members: JSONObject = [
      "ok": .bool(isGood),
      "failing_tools": .array(checkup.findings.map { .string("\(LarkPlugin.name)_\($0.tool)") }),
      "need_user": .array(checkup.needUser.map { .string("\(LarkPlugin.name)_\($0)") }),
      "missing_scopes": .array(checkup.missingScopes.map { .string($0) }),
      "requests_this_month": .number(JSONNumber(Int64(quota.month))),
    ]
    members["grant_link"] = link.map { .string($0) }
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: .object(members))
  }

  private static func quotaLines(_ quota: QuotaCount) -> [String] {
    var lines = [
      "requests: \(quota.month) from this process this month (a tenant on the free plan has "
        + "\(QuotaCount.freeMonth), from all of its apps)"
    ]
    for (name, count) in quota.day.sorted(by: { $0.key < $1.key }) {
      lines.append("\(name): \(count) of 10000 today")
    }
    return lines
  }

  /// `activate_status`.
  private static let enabled: Int64 = 2
  /// `grant_status`.
  private static let granted: Int64 = 1
}

extension Doctor {
  static func tool(_ core: LarkCore) -> LarkTool {
    let doctor = Doctor(client: core.client) { ToolList.selected(core) }
    return LarkTool(
      "doctor",
      "Checks the connection to Lark: credentials, bot, user, permissions; says which tools will "
        + "fail, why, and the link that mends it. Use it when Lark tools are refused.",
      title: "Check the connection to Lark", core, group: .access,
      endpoints: [.whoamiBot, .listGrantedScopes, .whoamiUser], identity: .botFirst, effect: .reads,
      offer: .always, input: .object()
    ) { (_: JSONValue, context) throws(LarkFailure) in
      try await doctor.run(context)
    }
  }
}
