import JSON
import Synchronization

/// A local Lark Open API. Every method may be called from any thread.
final class Sandbox: Sendable {
  private let state: Mutex<SandboxState>
  private let router = Router(Sandbox.endpoints)

  static let endpoints: [Endpoint] =
    Auth.endpoints + OAuth.endpoints + EventChanges.endpoints + Attendees.endpoints
    + Rooms.endpoints + Tasks.endpoints + TaskLists.endpoints + Approvals.endpoints
    + ApprovalTasks.endpoints + Meetings.endpoints + Minutes.endpoints + Mails.endpoints
    + BotInformation.endpoints + Messages.endpoints + MessageChanges.endpoints
    + Cards.endpoints + Reactions.endpoints + Pins.endpoints + MessageSearch.endpoints
    + MessageFiles.endpoints
    + Chats.endpoints + ChatChanges.endpoints + ChatMembers.endpoints + Contacts.endpoints
    + Colleagues.endpoints + Departments.endpoints
    + Calendars.endpoints + Events.endpoints + EventCreation.endpoints
    + FreeBusy.endpoints + Search.endpoints + LegacySearch.endpoints + Wiki.endpoints
    + Drive.endpoints + Docx.endpoints + Folders.endpoints + DriveFiles.endpoints
    + Bases.endpoints + Records.endpoints + Spreadsheets.endpoints + Sharing.endpoints
    + Comments.endpoints + WikiChanges.endpoints

  init(_ settings: SandboxSettings = SandboxSettings()) {
    state = Mutex(SandboxState(settings))
  }

  func handle(_ request: SandboxRequest) -> SandboxResponse {
    state.withLock { state in
      if let answer = Control.answer(request, &state) { return answer }
      let logID = state.identifiers.log(at: state.clock.seconds)
      let name = request.fault
      if let name, Fault(name) == nil { return Control.refuse(fault: name) }
      let fault = name.flatMap(Fault.init) ?? state.faults.take(request.method, request.path)
      let gateway = Gateway(request: request, envelope: Envelope(logID: logID), fault: fault)
      let response = gateway.answer(router, &state)
      state.log.add(
        request, response,
        as: try? state.tokens.identity(request.authorization, at: state.clock.seconds),
        logID: logID, at: state.clock.milliseconds,
        fault: fault.map { _ in name ?? "queued" })
      return response
    }
  }
}

/// Takes one request through the checks that all endpoints share, in the order the Open API makes
/// them: path, token, identity, scope, rate, JSON, fields.
struct Gateway {
  let request: SandboxRequest
  let envelope: Envelope
  let fault: Fault?

  func answer(_ router: Router, _ state: inout SandboxState) -> SandboxResponse {
    guard let match = router.match(request.method, request.path) else {
      return envelope.notFound()
    }
    let identity = try? state.tokens.identity(request.authorization, at: state.clock.seconds)
    let effect = fault?.effect(
      envelope, scopes: match.endpoint.scopes, identity: identity ?? .bot,
      appID: state.tokens.appID)
    if case .answer(let response)? = effect { return response }
    var response = answer(match, &state)
    switch effect {
    case .change(let delay, let ending)?:
      response.delayMilliseconds += delay
      response.ending = ending
    case .replace(var other)?:
      other.delayMilliseconds = response.delayMilliseconds
      response = other
    case .answer?, nil: break
    }
    return response
  }

  private func answer(_ match: Router.Match, _ state: inout SandboxState) -> SandboxResponse {
    state.answerMilliseconds = 0
    do {
      let call = try admit(match, &state)
      var response = envelope.response(try match.endpoint.handler(&state, call))
      response.delayMilliseconds = state.answerMilliseconds
      return response
    } catch {
      var response =
        match.endpoint.isTokenEndpoint && error.status == 400
        ? envelope.tokenFailure(error) : envelope.response(error)
      response.delayMilliseconds = state.answerMilliseconds
      return response
    }
  }

  private func admit(
    _ match: Router.Match, _ state: inout SandboxState
  ) throws(APIError) -> Call {
    let endpoint = match.endpoint
    let identity = try identity(endpoint, state)
    try state.scopes.require(endpoint.scopes, identity, appID: state.tokens.appID)
    try requireBot(endpoint, identity, state)
    try state.limits.admit(endpoint, at: state.clock.seconds)
    let content = try RequestContent(request, endpoint)
    if !endpoint.isTokenEndpoint {
      var validation = Validation()
      validation.check(query: request.query, endpoint.query)
      try validation.check(body: content.members, endpoint.body)
      guard validation.violations.isEmpty else { throw .violations(validation.violations) }
    }
    return Call(
      identity: identity, logID: envelope.logID, parameters: match.parameters,
      query: request.query, body: content.members, bodyBytes: request.body.count,
      files: content.files, credentials: BasicCredentials(request.authorization),
      host: request.host)
  }

  /// Chats and messages of an app need its bot.
  private func requireBot(
    _ endpoint: Endpoint, _ identity: Identity, _ state: SandboxState
  ) throws(APIError) {
    guard !state.isBotOn, identity == .bot, endpoint.path.hasPrefix("/open-apis/im/") else {
      return
    }
    throw .code(endpoint.path.contains("/chats") ? 232_025 : 230_006)
  }

  private func identity(
    _ endpoint: Endpoint, _ state: SandboxState
  ) throws(APIError) -> Identity {
    guard endpoint.token != .none else { return .nobody }
    let identity = try state.tokens.identity(request.authorization, at: state.clock.seconds)
    switch (identity, endpoint.token) {
    case (.bot, .user) where !(endpoint.isSearch && state.takesTenantSearch):
      throw Tokens.invalidTenant
    case (.user, .tenant): throw Tokens.userNotSupported
    default: return identity
    }
  }
}
