internal import JSON
internal import PluginKit

/// One call of the Open API.
struct APIRequest: Sendable {
  var method: String
  /// After the base URL, encoded: `/open-apis/im/v1/messages`.
  var path: String
  var query: [(name: String, value: String)] = []
  var body: JSONValue?
  /// What it is for, to follow "Lark refused to": "send the message".
  var purpose: String

  static func get(
    _ path: String, query: [(name: String, value: String)] = [], purpose: String
  ) -> APIRequest {
    APIRequest(method: "GET", path: path, query: query, purpose: purpose)
  }

  static func post(
    _ path: String, query: [(name: String, value: String)] = [], body: JSONValue?, purpose: String
  ) -> APIRequest {
    APIRequest(method: "POST", path: path, query: query, body: body, purpose: purpose)
  }

  func url(base: String) -> String {
    guard !query.isEmpty else { return base + path }
    let pairs = query.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
    return "\(base)\(path)?\(pairs.joined(separator: "&"))"
  }
}

/// The Open API with the identity of the app's bot: token, envelope, retries. Any thread.
struct LarkClient: Sendable {
  static let requestTimeoutMilliseconds = 20_000
  static let tokenTimeoutMilliseconds: Int64 = 10_000
  /// Kept free at the end of a call for its answer.
  static let reserveMilliseconds: Int64 = 300

  let settings: Settings
  let clock: any LarkClock
  private let transport: any LarkTransport
  private let tokens: TenantTokens
  private let log: Log

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
    let token = TokenRequest(settings: settings, transport: transport, clock: clock)
    tokens = TenantTokens(clock: clock) {
      let fetched = await token.fetch()
      if case .failure(let failure) = fetched { log(.warning, failure.toolError.summary) }
      return fetched
    }
  }

  /// The payload of the answer. Renews a refused token once, and waits out rate limits and short
  /// troubles of Lark's as far as the call's deadline allows.
  func send(_ request: APIRequest, _ context: CallContext) async throws(LarkFailure) -> JSONValue {
    guard settings.missing.isEmpty else { throw .notConfigured(settings.missing) }
    var attempts = Attempts()
    while true {
      let token = try await tokens.current()
      do throws(LarkFailure) {
        return try await exchange(request, token, context)
      } catch {
        let next = attempts.next(
          after: error, remainingMilliseconds: context.remainingMilliseconds(),
          jitter: clock.jitter())
        try await prepare(next, after: error, token)
      }
    }
  }

  /// Returns where another attempt makes sense, else throws.
  private func prepare(
    _ next: Attempts.Next, after failure: LarkFailure, _ token: String
  ) async throws(LarkFailure) {
    switch next {
    case .giveUp:
      throw failure
    case .withNewToken:
      guard tokens.rejected(token) else { throw failure }
    case .after(let milliseconds):
      log(.info, "\(failure.toolError.summary) Tries again in \(milliseconds) ms.")
      try await pause(milliseconds: milliseconds)
    }
  }

  /// Ends early, with `cancelled`, where nobody waits any more.
  func pause(milliseconds: Int64) async throws(LarkFailure) {
    do {
      try await clock.sleep(milliseconds: milliseconds)
    } catch {
      throw .cancelled
    }
  }

  private func exchange(
    _ request: APIRequest, _ token: String, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue {
    let envelope = Envelope(
      purpose: request.purpose, secrets: [settings.appSecret, token], settings: settings)
    let timeout = try LarkClient.timeout(request.purpose, context)
    let response = try await transport.respond(
      to: HTTPRequest(
        method: request.method, url: request.url(base: settings.baseURL),
        fields: LarkClient.fields(token: token, hasBody: request.body != nil),
        body: request.body?.serialized() ?? [],
        timeoutMilliseconds: timeout, mayRetry: true), context)
    return try envelope.payload(of: response)
  }

  /// Ends a little before the call does, so that the tool still says what it has done.
  private static func timeout(
    _ purpose: String, _ context: CallContext
  ) throws(LarkFailure) -> Int {
    let remaining = context.remainingMilliseconds() - reserveMilliseconds
    guard remaining > 0 else {
      throw .transport(
        HTTPFailure(.timeout, "The call's time ran out before Lark could \(purpose)."))
    }
    return Int(min(remaining, Int64(requestTimeoutMilliseconds)))
  }

  private static func fields(token: String, hasBody: Bool) -> [HTTPField] {
    let authorization = HTTPField("Authorization", "Bearer \(token)")
    return hasBody ? [authorization, jsonContentType] : [authorization]
  }

  static let jsonContentType = HTTPField("Content-Type", "application/json; charset=utf-8")
}

/// All but the unreserved characters of RFC 3986 section 2.3, as %XX of their UTF-8.
func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
    default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
