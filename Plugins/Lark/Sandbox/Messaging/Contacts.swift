import JSON

/// `contact/v3`: who is who.
enum Contacts {
  static let idScope = ["contact:user.id:readonly"]
  static let baseScopes = [
    "contact:contact.base:readonly", "contact:contact:access_as_app", "contact:contact:readonly",
    "contact:contact:readonly_as_app",
  ]
  private static let wideScopes = Array(baseScopes.dropFirst())
  private static let statusScopes = ["contact:user.employee:readonly"] + wideScopes

  static let endpoints: [Endpoint] = [
    Endpoint(
      method: "POST", path: "/open-apis/contact/v3/users/batch_get_id", token: .tenant,
      scopes: idScope, query: [.userIDType],
      body: [
        .texts("emails", length: 0...50), .texts("mobiles", length: 0...50),
        .flag("include_resigned"),
      ],
      handler: batchGetID),
    Endpoint(
      method: "GET", path: "/open-apis/contact/v3/users/:user_id", scopes: baseScopes,
      query: [
        .userIDType,
        .text("department_id_type", options: ["department_id", "open_department_id"]),
      ],
      handler: get),
  ]

  /// Whoever is not found, not in scope or gone comes back without a `user_id`.
  static func batchGetID(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let includesResigned = call.body["include_resigned"]?.bool ?? false
    var list: [JSONValue] = []
    for email in texts(call.body["emails"]) {
      let person = state.people.person(email: email)
      list.append(entry("email", email, person, includesResigned, state, call))
    }
    for mobile in texts(call.body["mobiles"]) {
      let person = state.people.person(mobile: mobile)
      list.append(entry("mobile", mobile, person, includesResigned, state, call))
    }
    return .data(["user_list": .array(list)])
  }

  private static func entry(
    _ field: String, _ asked: String, _ person: Person?, _ includesResigned: Bool,
    _ state: SandboxState, _ call: Call
  ) -> JSONValue {
    var entry: JSONObject = [:]
    if let person, person.isAvailable, includesResigned || !person.hasResigned,
      let id = state.id(of: person, call)
    {
      entry["user_id"] = .string(id)
      if state.scopes.allows(statusScopes, call.identity) { entry["status"] = person.statusJSON }
    }
    entry[field] = .string(asked)
    return .object(entry)
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let person = try state.people.require(call.parameter("user_id"), call.userIDType)
    guard person.isAvailable else { throw APIError(41_050, "no user authority") }
    guard !person.hasResigned else { throw APIError(41_012, "user id invalid error") }
    return .data(["user": .object(card(of: person, state, call.identity))])
  }

  /// Each group of fields needs a scope of its own.
  static func card(
    of person: Person, _ state: SandboxState, _ identity: Identity
  ) -> JSONObject {
    func may(_ scope: String) -> Bool {
      state.scopes.allows([scope] + wideScopes, identity)
    }
    var card: JSONObject = [
      "open_id": .string(person.openID), "union_id": .string(person.unionID),
    ]
    if may("contact:user.employee_id:readonly") { card["user_id"] = .string(person.userID) }
    if may("contact:user.base:readonly") {
      card["name"] = .string(person.name)
      card["en_name"] = .string(person.englishName)
      card["avatar"] = avatar(person)
    }
    if may("contact:user.email:readonly") { card["email"] = .string(person.email) }
    if may("contact:user.phone:readonly") { card["mobile"] = .string(person.mobile) }
    card["mobile_visible"] = true
    if may("contact:user.employee:readonly") {
      card["status"] = person.statusJSON
      card["job_title"] = .string(person.jobTitle)
      card["city"] = .string(person.city)
    }
    if may("contact:user.department:readonly") {
      card["department_ids"] = [.string(Departments.openID(person.department))]
    }
    return card
  }

  static func avatar(_ person: Person) -> JSONValue {
    let url = "https://s1-imfile.feishucdn.com/static-resource/v1/\(person.userID)"
    return [
      "avatar_72": .string("\(url)~72"), "avatar_240": .string("\(url)~240"),
      "avatar_640": .string("\(url)~640"), "avatar_origin": .string(url),
    ]
  }
}

/// The texts of a list; nothing else in it counts.
func texts(_ value: JSONValue?) -> [String] { (value?.array ?? []).compactMap(\.string) }

extension SandboxState {
  /// The id of a person as the call wants it; an employee id needs a scope.
  func id(of person: Person, _ call: Call) -> String? {
    if call.userIDType == .userID,
      !scopes.allows(["contact:user.employee_id:readonly"], call.identity)
    {
      return nil
    }
    return person.id(call.userIDType)
  }
}
