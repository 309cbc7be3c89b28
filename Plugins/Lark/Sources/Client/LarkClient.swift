internal import JSON
internal import PluginKit
internal import Synchronization

/// The Open API as the app's bot or as a user: tokens, pacing, envelope, retries. Any thread.
struct LarkClient: Sendable {
  static let requestTimeoutMilliseconds = 20_000
  static let transferTimeoutMilliseconds = 120_000
  static let tokenTimeoutMilliseconds: Int64 = 10_000
  /// Kept free at the end of a call for its answer.
  static let reserveMilliseconds: Int64 = 300

  let settings: Settings
  let clock: any LarkClock
  let credentials: Credentials
  let pacer: Pacer
  let quota: QuotaCounter
  let transport: any LarkTransport
  let log: Log

  /// Takes one line for the operator. Never holds a secret.
  typealias Log = @Sendable (LogLevel, String) -> Void

  init(
    settings: Settings, transport: any LarkTransport, clock: any LarkClock,
    log: @escaping Log = { _, _ in }
  ) {
    self.settings = settings
    self.transport = transport
    self.clock = clock
    self.log = log
    pacer = Pacer(clock: clock, rateFactor: settings.rateFactor)
    quota = QuotaCounter(clock: clock)
    let token = TokenRequest(settings: settings, transport: transport, clock: clock)
    let tenant = TenantTokens(clock: clock) {
      let fetched = await token.fetch()
      if case .failure(let failure) = fetched { log(.warning, failure.toolError.summary) }
      return fetched
    }
    credentials = Credentials(
      tenant: tenant,
      user: LarkClient.userTokens(settings, transport: transport, clock: clock, log: log))
  }

  private static func userTokens(
    _ settings: Settings, transport: any LarkTransport, clock: any LarkClock, log: @escaping Log
  ) -> UserTokens? {
    guard !settings.userTokenFile.isEmpty else { return nil }
    let request = UserTokenRequest(settings: settings, transport: transport, clock: clock)
    return UserTokens(
      file: GrantFile(path: settings.userTokenFile), clock: clock, log: log,
      renew: { await request.renew($0) })
  }

  /// The payload of the answer: the member `data`, or the whole body where there is none. Waits for
  /// its turn, renews a refused token once, and waits out rate limits and short troubles of Lark's
  /// as far as the call's deadline allows. A write is repeated only where that is safe.
  func send(_ request: APIRequest, _ context: CallContext) async throws(LarkFailure) -> JSONValue {
    let request = request.keyed(callID: context.id)
    let content = RequestContent(
      body: request.body?.serialized() ?? [],
      contentType: request.body == nil ? nil : LarkClient.jsonContentType.value)
    return try await perform(request, content, context) {
      (envelope, response) throws(LarkFailure) in
      try envelope.payload(of: response)
    }
  }

  /// As whom the request would be made.
  func identity(for request: APIRequest, _ context: CallContext) throws(LarkFailure) -> Identity {
    try credentials.identity(for: request, context)
  }

  /// Ends early, with `cancelled`, where nobody waits any more.
  func pause(milliseconds: Int64) async throws(LarkFailure) {
    do {
      try await clock.sleep(milliseconds: milliseconds)
    } catch {
      throw .cancelled
    }
  }

  static let jsonContentType = HTTPField("Content-Type", "application/json; charset=utf-8")
}

/// The bytes of a request.
struct RequestContent: Sendable {
  var body: [UInt8] = []
  var contentType: String?
  var timeoutMilliseconds = LarkClient.requestTimeoutMilliseconds
  var responseLimitBytes: Int?
}
