internal import PluginKit

/// One line of the catalogue.
struct CatalogueEntry: Sendable, Equatable {
  static let prefix = "/open-apis/"
  /// Before the path: three letters and a space.
  static let letterCount = 4

  let method: Endpoint.Method
  let identities: AcceptedIdentities
  let rate: RateLimit
  /// After `/open-apis/`, with its parameters by name.
  let path: String
  /// The name in Lark's SDK: `im.v1.list_chat`.
  let name: String?

  init?(line: Substring) {
    let parts = line.split(separator: " ")
    guard parts.count >= 2, parts[0].utf8.count == 3 else { return nil }
    let letters = Array(parts[0])
    guard let method = CatalogueEntry.methods[letters[0]],
      let identities = CatalogueEntry.identities[letters[1]]
    else { return nil }
    self.method = method
    self.identities = identities
    path = String(parts[1])
    rate = CatalogueEntry.rate(letters[2], path)
    name = parts.count > 2 ? CatalogueEntry.name(parts[2], path) : nil
  }

  private static let methods: [Character: Endpoint.Method] = [
    "G": .get, "P": .post, "U": .put, "A": .patch, "D": .delete,
  ]

  private static let identities: [Character: AcceptedIdentities] = [
    "T": .bot, "U": .user, "B": .botOrUser, "N": .none,
  ]

  /// Named after the tiers of Lark's page on rate limits; C is its 11th, L its 21st.
  private static func rate(_ letter: Character, _ path: String) -> RateLimit {
    switch letter {
    case "1": RateLimit(perMinute: 10)
    case "2": .tier2
    case "3": .tier3
    case "4": .tier4
    case "5": RateLimit(perSecond: 1)
    case "6": .tier6
    case "7": .tier7
    case "8": .tier8
    case "9": .tier9
    case "C": .tier11
    case "L": path.contains(":document_id") ? .documentWrite : .tier21
    default: .unstated
    }
  }

  private static func name(_ text: Substring, _ path: String) -> String {
    if text.hasPrefix("!") { return String(text.dropFirst()) }
    return path.split(separator: "/").prefix(2).joined(separator: ".") + ".\(text)"
  }

  /// How many segments stand there as they are; nil where the path is another one.
  func literals(matching segments: [String]) -> Int? {
    let own = path.split(separator: "/")
    guard own.count == segments.count else { return nil }
    var literals = 0
    for (pattern, segment) in zip(own, segments) {
      if pattern == segment {
        literals += 1
      } else if !pattern.hasPrefix(":") {
        return nil
      }
    }
    return literals
  }

  /// Whether it hands out tokens or changes who is logged in.
  var isAboutTokens: Bool {
    identities == .none || path.hasPrefix("auth/")
      || (path.hasPrefix("authen/") && path != "authen/v1/user_info")
  }

  /// As the client takes it: with all that is known of it, where a tool uses it as well.
  var endpoint: Endpoint {
    let path = CatalogueEntry.prefix + path
    if let known = Endpoint.all.first(where: { $0.method == method && $0.path == path }) {
      return known
    }
    let effect: Endpoint.Effect =
      switch method {
      case .get: .read
      case .put, .delete: .repeatableWrite
      case .post, .patch: .write
      }
    return Endpoint("\(method.rawValue) \(path)", method, path, identities, rate, effect)
  }

  var summary: String {
    let who = Identity.allCases.filter(identities.documented.contains).map(\.rawValue)
    let identity = isAboutTokens ? "not callable" : who.joined(separator: " or ")
    return "\(method.rawValue) \(CatalogueEntry.prefix)\(path) (\(identity))"
      + (name.map { " \($0)" } ?? "")
  }
}
