/// One call that the Open API offers: what it is named, what it takes, and how often.
struct Endpoint: Sendable {
  /// Unique, in lower case: `send_message`.
  let name: String
  let method: Method
  /// After the base URL, with its parameters by name: `/open-apis/im/v1/messages/:message_id`.
  let path: String
  let identities: AcceptedIdentities
  let rate: RateLimit
  let effect: Effect
  /// Any one of them is enough. Empty where Lark names none.
  let scopes: [String]

  enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// What a call does to what Lark keeps.
  enum Effect: Sendable, Equatable {
    case read
    /// Not safe to send twice, unless Lark recognises it by a key.
    case write(IdempotencyField?)
    /// A second one leaves things as the first did.
    case repeatableWrite

    static let write = Effect.write(nil)
  }

  init(
    _ name: String, _ method: Method, _ path: String, _ identities: AcceptedIdentities,
    _ rate: RateLimit, _ effect: Effect, scopes: [String] = []
  ) {
    self.name = name
    self.method = method
    self.path = path
    self.identities = identities
    self.rate = rate
    self.effect = effect
    self.scopes = scopes
  }

  var reads: Bool { effect == .read }

  /// Where Lark takes the key by which it recognises a repeat.
  var idempotencyField: IdempotencyField? {
    guard case .write(let field) = effect else { return nil }
    return field
  }

  /// Whether it may be sent again where nobody knows if Lark has carried it out.
  var isSafeToRepeat: Bool { effect != .write }

  /// The path with its parameters filled in, encoded. A parameter without a value stays as it is,
  /// so that Lark names it.
  func path(_ values: [String: String]) -> String {
    guard path.utf8.contains(0x3A) else { return path }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
      guard part.first == ":", let value = values[String(part.dropFirst())] else {
        return String(part)
      }
      return percentEncoded(value)
    }
    return parts.joined(separator: "/")
  }

  /// All that this plugin knows.
  static let all: [Endpoint] =
    access + messages + calendar + documents + drive + wiki + sheets + base + tasks + people
    + approval + meetings + mail
}

extension Endpoint: Hashable {
  static func == (left: Endpoint, right: Endpoint) -> Bool { left.name == right.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Where an endpoint takes the key by which Lark recognises a repeat of the same write.
enum IdempotencyField: Sendable, Equatable {
  case query(String)
  case body(String)
}
