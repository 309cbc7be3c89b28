import JSON

/// What a browser was sent back with, to be exchanged for a token (RFC 6749 section 4.1).
struct AuthorizationCode: Sendable {
  let openID: String
  let scope: String
  let redirect: String
  let expirySeconds: Int
  /// Of RFC 7636; empty where the application uses none.
  let challenge: String
  let isHashed: Bool
  var isUsed = false

  func accepts(verifier: String?) -> Bool {
    guard !challenge.isEmpty else { return true }
    guard let verifier, (43...128).contains(verifier.utf8.count) else { return false }
    return challenge == (isHashed ? SHA256.base64URL(of: Array(verifier.utf8)) : verifier)
  }
}

/// `authen/v1/authorize`: the page to which an application sends a browser, and that sends it back.
enum AuthorizePage {
  private static let path = "/open-apis/authen/v1/authorize"
  private static let lifetimeSeconds = 300
  private static let maximumScopes = 50
  private static let names = [
    "client_id", "response_type", "redirect_uri", "scope", "state", "code_challenge",
    "code_challenge_method",
  ]

  static let endpoints: [Endpoint] = [
    Endpoint(method: "GET", path: path, token: .none, handler: show),
    Endpoint(
      method: "POST", path: path, token: .none, body: names.map { .text($0) }, handler: decide),
  ]

  static func show(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let asked = names.compactMap { name in call.queryText(name).map { (name, $0) } }
    let fields = Dictionary(asked) { first, _ in first }
    if let problem = problem(fields, state) { return refusal(problem) }
    let page = ConsentPage(action: path, hidden: asked, scope: fields["scope"] ?? "")
    return .page(status: 200, page.html(state.people))
  }

  static func decide(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let asked = names.compactMap { name in call.filledText(name).map { (name, $0) } }
    let fields = Dictionary(asked) { first, _ in first }
    if let problem = problem(fields, state) { return refusal(problem) }
    let redirect = fields["redirect_uri"] ?? ""
    var answer = "error=access_denied"
    if call.text("decision") == "agree" {
      let person = state.people.person(openID: call.text("person") ?? "") ?? SeedPeople.lin
      let code = state.identifiers.letters(64)
      state.grants.codes[code] = AuthorizationCode(
        openID: person.openID, scope: fields["scope"] ?? "", redirect: redirect,
        expirySeconds: state.clock.seconds + lifetimeSeconds,
        challenge: fields["code_challenge"] ?? "",
        isHashed: fields["code_challenge_method"] == "S256")
      answer = "code=\(code)"
    }
    if let state = fields["state"] { answer += "&state=\(PercentEncoding.encode(state))" }
    return .redirect(to: adding(answer, to: redirect))
  }

  /// Nil, or what is wrong with the request.
  private static func problem(_ fields: [String: String], _ state: SandboxState) -> String? {
    guard fields["client_id"] == state.tokens.appID else {
      return "20048: The specified app does not exist."
    }
    guard fields["response_type"] == "code" else { return "20001: response_type must be code." }
    guard let redirect = fields["redirect_uri"],
      redirect.hasPrefix("http://") || redirect.hasPrefix("https://"),
      redirect.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return "20029: The redirect_uri is invalid." }
    guard ["S256", "plain", nil].contains(fields["code_challenge_method"]) else {
      return "20001: code_challenge_method is S256 or plain."
    }
    let scopes = (fields["scope"] ?? "").split(separator: " ").map(String.init)
    guard scopes.count <= maximumScopes else { return "20001: 50 scopes at once." }
    guard let missing = scopes.first(where: { !state.scopes.isKnown($0) }) else { return nil }
    return "20027: The app does not have the scope \(missing)."
  }

  private static func refusal(_ problem: String) -> Answer {
    .page(status: 400, ConsentPage.message("授权 Authorize", problem))
  }

  /// What comes after `#` stays at the end.
  private static func adding(_ query: String, to url: String) -> String {
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let mark = parts[0].contains("?") ? "&" : "?"
    return "\(parts[0])\(mark)\(query)" + (parts.count > 1 ? "#\(parts[1])" : "")
  }
}
