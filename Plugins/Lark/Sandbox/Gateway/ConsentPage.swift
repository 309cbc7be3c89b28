import JSON

/// The pages on which a person agrees to what an application asks for, or refuses.
struct ConsentPage: Sendable {
  /// Where the answer goes.
  let action: String
  /// What goes with the answer, unseen.
  var hidden: [(name: String, value: String)] = []
  /// The user code to fill in, where the page asks for one.
  var userCode: String?
  let scope: String

  /// Anyone who is still there may agree.
  func html(_ people: People) -> String {
    var form = hidden.map { field in
      "<input type=\"hidden\" name=\"\(Self.escaped(field.name))\""
        + " value=\"\(Self.escaped(field.value))\">"
    }
    if let userCode {
      form.append(
        "<p><label>Code <input name=\"user_code\" value=\"\(Self.escaped(userCode))\"></label></p>")
    }
    let names = people.all.filter { !$0.hasResigned }.map { person in
      "<option value=\"\(person.openID)\">\(Self.escaped(person.name))</option>"
    }
    form.append("<p><label>As <select name=\"person\">\(names.joined())</select></label></p>")
    let scopes = scope.split(separator: " ").map { "<li>\(Self.escaped(String($0)))</li>" }
    if !scopes.isEmpty { form.append("<p>It asks for:</p><ul>\(scopes.joined())</ul>") }
    form.append(
      "<button name=\"decision\" value=\"agree\">同意 Agree</button> "
        + "<button name=\"decision\" value=\"refuse\">拒绝 Refuse</button>")
    return Self.document(
      "登录 Log in",
      "<form method=\"post\" action=\"\(action)\">\(form.joined(separator: "\n"))</form>")
  }

  static func message(_ title: String, _ text: String) -> String {
    document(title, "<p>\(escaped(text))</p>")
  }

  private static func document(_ title: String, _ body: String) -> String {
    """
    <!doctype html>
    <html lang="zh"><head><meta charset="utf-8"><title>\(escaped(title))</title></head>
    <body><h1>\(escaped(title))</h1>
    \(body)
    </body></html>

    """
  }

  /// As text or as the value of an attribute.
  private static func escaped(_ text: String) -> String {
    let entities: [Character: String] = [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
    ]
    return text.map { entities[$0] ?? String($0) }.joined()
  }
}

/// The page that `verification_uri` names: a code is given up there for good or for bad.
enum DevicePage {
  static let path = "/oauth/v1/device/verify"

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "GET", path: path, token: .none, rate: .unlimited, query: [.text("user_code")],
      handler: show),
    Endpoint(
      method: "POST", path: path, token: .none, rate: .unlimited, body: [.text("user_code")],
      handler: decide),
  ]

  /// Where a browser finds it; a sandbox that is asked without a socket has no address.
  static func url(_ call: Call) -> String {
    "\(call.host.map { "http://\($0)" } ?? "https://accounts.feishu.cn")\(path)"
  }

  static func show(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let code = call.queryText("user_code") ?? ""
    let device = state.grants.devices.values.first { $0.userCode == code }
    let page = ConsentPage(action: path, userCode: code, scope: device?.scope ?? "")
    return .page(status: 200, page.html(state.people))
  }

  static func decide(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let code = call.text("user_code") ?? ""
    let waiting = state.grants.devices.first { entry in
      entry.value.userCode == code && entry.value.expirySeconds > state.clock.seconds
    }
    guard let device = waiting?.key else {
      return .page(
        status: 400, ConsentPage.message("登录 Log in", "No device waits with that code."))
    }
    let person = state.people.person(openID: call.text("person") ?? "") ?? SeedPeople.lin
    let agrees = call.text("decision") == "agree"
    state.grants.devices[device]?.isDenied = !agrees
    state.grants.devices[device]?.grantedBy = agrees ? person.openID : nil
    let text = agrees ? "The device goes on as \(person.name)." : "The device was refused."
    return .page(status: 200, ConsentPage.message("登录 Log in", text))
  }
}
