import JSON

/// The paths under `/sandbox`, for tests and demonstrations. No token is needed.
enum Control {
  static let prefix = "/sandbox"

  /// Nil for a path that is not the sandbox's own.
  static func answer(_ request: SandboxRequest, _ state: inout SandboxState) -> SandboxResponse? {
    guard request.path == prefix || request.path.hasPrefix(prefix + "/") else { return nil }
    switch (request.method, request.path) {
    case ("GET", prefix): return json(overview(state))
    case ("GET", "/sandbox/requests"): return json(.object(["requests": .array(state.log.entries)]))
    case ("GET", "/sandbox/messages"): return json(messages(state, request))
    case ("POST", "/sandbox/control"): return control(request, &state)
    default:
      return failure(
        404,
        "There is GET /sandbox, GET /sandbox/requests, GET /sandbox/messages and "
          + "POST /sandbox/control.")
    }
  }

  /// For a request that asks for a fault there is none of.
  static func refuse(fault: String) -> SandboxResponse {
    failure(400, "X-Sandbox-Fault: \"\(fault.prefix(100))\" is none of \(Fault.names).")
  }

  private static func control(
    _ request: SandboxRequest, _ state: inout SandboxState
  ) -> SandboxResponse {
    guard let value = try? JSONValue(parsing: request.body), case .object(let orders) = value else {
      return failure(400, "The body must be a JSON object.")
    }
    var changed = state
    for order in orders.members {
      if let problem = carryOut(order.key, order.value, &changed) { return failure(400, problem) }
    }
    state = changed
    return json(["ok": true, "time": number(state.clock.milliseconds)])
  }

  /// Nil, or what is wrong with the order.
  private static func carryOut(
    _ name: String, _ value: JSONValue, _ state: inout SandboxState
  ) -> String? {
    switch (name, value) {
    case ("reset", .bool(true)): state.reset()
    case ("faults", .array(let faults)):
      for fault in faults {
        if let problem = queue(fault, &state) { return problem }
      }
    case ("clear_faults", .bool(true)): state.faults = FaultQueue()
    case ("revoke", .array): texts(value).forEach { state.scopes.revoke($0) }
    case ("revoke_user", .array): texts(value).forEach { state.scopes.revokeFromUser($0) }
    case ("grant", .array): texts(value).forEach { state.scopes.grant($0) }
    case ("revoke_tokens", .bool(true)): state.tokens.revokeTenantTokens()
    case ("advance_seconds", .number(let seconds)):
      guard let seconds = seconds.int64.map({ Int($0) }),
        state.clock.advance(seconds: seconds)
      else { return "advance_seconds must be a whole number, and not lead beyond the year 2500." }
    case ("tenant_search", .bool(let takes)): state.takesTenantSearch = takes
    case ("authorize", .string(let code)): return authorize(code, &state)
    case ("deny", .string(let code)): return authorize(code, denies: true, &state)
    case ("bot", .bool(let isOn)): state.isBotOn = isOn
    case ("clear_requests", .bool(true)): state.log = RequestLog()
    case ("rate_limits", .bool(let isOn)): state.limits.isOn = isOn
    default:
      return "\"\(name)\" is not an order, or has a value of the wrong type; there is reset, "
        + "faults, clear_faults, revoke, revoke_user, grant, revoke_tokens, advance_seconds, "
        + "tenant_search, rate_limits, bot, authorize, deny and clear_requests."
    }
    return nil
  }

  /// Lets the first seeded person agree to what a device asks for, or refuse it.
  private static func authorize(
    _ code: String, denies: Bool = false, _ state: inout SandboxState
  ) -> String? {
    guard let device = state.grants.devices.first(where: { $0.value.userCode == code })?.key else {
      return "No device waits with the user code \"\(code)\"."
    }
    state.grants.devices[device]?.isDenied = denies
    state.grants.devices[device]?.grantedBy = denies ? nil : SeedPeople.lin.openID
    return nil
  }

  private static func queue(_ value: JSONValue, _ state: inout SandboxState) -> String? {
    guard let text = value.string ?? value["fault"]?.string, let fault = Fault(text) else {
      return "A fault is one of \(Fault.names)."
    }
    let entry = FaultQueue.Entry(
      fault: fault, count: max(1, value["count"]?.integer.map { Int($0) } ?? 1),
      after: max(0, value["after"]?.integer.map { Int($0) } ?? 0),
      method: value["method"]?.string ?? "", path: value["path"]?.string ?? "/open-apis/")
    return state.faults.add(entry)
      ? nil : "No more than \(FaultQueue.maximumEntries) faults can wait."
  }

  /// What a demonstration can use.
  private static func overview(_ state: SandboxState) -> JSONValue {
    let people = state.people.all.map { person -> JSONValue in
      [
        "name": .string(person.name), "en_name": .string(person.englishName),
        "email": .string(person.email), "open_id": .string(person.openID),
        "available": .bool(person.isAvailable && !person.hasResigned),
        "calendar_id": .string(state.calendars.primary(of: person)?.id ?? ""),
      ]
    }
    let chats = state.chats.all.filter { $0.kind == .group }.map { chat -> JSONValue in
      [
        "name": .string(chat.name), "chat_id": .string(chat.id), "bot_inside": .bool(chat.hasBot),
      ]
    }
    return [
      "app_id": .string(state.tokens.appID), "time": number(state.clock.milliseconds),
      "people": .array(people), "chats": .array(chats),
      "documents": .array(state.documents.documents.filter { !$0.isPrivate }.map(document)),
      "faults_waiting": number(state.faults.entries.count),
      "requests_seen": number(state.log.count),
    ]
  }

  private static func document(_ document: Document) -> JSONValue {
    [
      "title": .string(document.title), "type": .string(document.kind.rawValue),
      "token": .string(document.token), "url": .string(document.url),
    ]
  }

  private static func messages(_ state: SandboxState, _ request: SandboxRequest) -> JSONValue {
    let chat = request.query["chat_id"] ?? ""
    let shown = state.messages.all.filter { chat.isEmpty || $0.chatID == chat }
    return [
      "messages": .array(
        shown.map { $0.json(appID: state.tokens.appID, showsSentCard: true) })
    ]
  }

  private static func json(_ value: JSONValue) -> SandboxResponse {
    SandboxResponse(status: 200, body: value.serialized())
  }

  private static func failure(_ status: Int, _ text: String) -> SandboxResponse {
    SandboxResponse(status: status, body: JSONValue.object(["error": .string(text)]).serialized())
  }
}
