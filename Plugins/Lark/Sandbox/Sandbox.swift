import JSON
import Synchronization

/// A local Lark Open API. Every method may be called from any thread.
final class Sandbox: Sendable {
  private let state: Mutex<SandboxState>
  private let router = Router(Sandbox.endpoints)

  static let endpoints: [Endpoint] =
    Auth.endpoints + BotInformation.endpoints + Messages.endpoints + Chats.endpoints
    + Contacts.endpoints + Calendars.endpoints + Events.endpoints + EventCreation.endpoints
    + FreeBusy.endpoints + Search.endpoints + LegacySearch.endpoints + Wiki.endpoints
    + Drive.endpoints

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
        request, response, logID: logID, at: state.clock.milliseconds,
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
    if case .change(let delay, let ending)? = effect {
      response.delayMilliseconds = delay
      response.ending = ending
    }
    return response
  }

  private func answer(_ match: Router.Match, _ state: inout SandboxState) -> SandboxResponse {
    do {
      let call = try admit(match, &state)
      return envelope.response(try match.endpoint.handler(&state, call))
    } catch {
      return match.endpoint.isTokenEndpoint && error.status == 400
        ? envelope.tokenFailure(error) : envelope.response(error)
    }
  }

  private func admit(
    _ match: Router.Match, _ state: inout SandboxState
  ) throws(APIError) -> Call {
    let endpoint = match.endpoint
    let identity = try identity(endpoint, state)
    try state.scopes.require(endpoint.scopes, identity, appID: state.tokens.appID)
    try state.limits.admit(endpoint, at: state.clock.seconds)
    let body = try body(endpoint)
    if !endpoint.isTokenEndpoint {
      var validation = Validation()
      validation.check(query: request.query, endpoint.query)
      try validation.check(body: body, endpoint.body)
      guard validation.violations.isEmpty else { throw .violations(validation.violations) }
    }
    return Call(
      identity: identity, logID: envelope.logID, parameters: match.parameters,
      query: request.query, body: body, bodyBytes: request.body.count)
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

  /// An absent body is an empty one; anything but an object is malformed.
  private func body(_ endpoint: Endpoint) throws(APIError) -> JSONObject {
    if request.body.isEmpty || endpoint.method == "GET" { return [:] }
    let limits = JSONLimits(refusesDuplicateKeys: false)
    guard let value = try? JSONValue(parsing: request.body, limits: limits),
      case .object(let members) = value
    else {
      if endpoint.isTokenEndpoint { throw APIError(10_003, "invalid param") }
      throw APIError(9_499, "Bad Request")
    }
    return members
  }
}
