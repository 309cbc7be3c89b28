import JSON

/// People, several at a time: by ids, by department, by name.
enum Colleagues {
  static let maximumIDs = 50

  static let endpoints: [Endpoint] = [
    Endpoint("GET /contact/v3/users/batch", batch),
    Endpoint("POST /contact/v3/users/basic_batch", names),
    Endpoint("GET /contact/v3/users/find_by_department", inDepartment),
    Endpoint("GET /search/v1/user", search),
    Endpoint("GET /contact/v3/scopes", scope),
    Endpoint("GET /authen/v1/user_info", whoAmI),
  ]

  /// Whoever is not in scope is left out.
  static func batch(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let ids = call.queryTexts("user_ids")
    guard (1...maximumIDs).contains(ids.count) else { throw .code(40_001) }
    var people: [Person] = []
    for id in ids { people.append(try state.people.require(id, call.userIDType)) }
    let cards = people.filter { $0.isAvailable && !$0.hasResigned }
      .map { JSONValue.object(Contacts.card(of: $0, state, call.identity)) }
    return .data(["items": .array(cards)])
  }

  /// Names, whatever the scope.
  static func names(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let people = texts(call.body["user_ids"]).compactMap {
      state.people.person($0, call.userIDType)
    }
    let users = people.map { person -> JSONValue in
      [
        "user_id": .string(person.id(call.userIDType)), "name": .string(person.name),
        "i18n_name": [
          "zh_cn": .string(person.name), "en_us": .string(person.englishName), "ja_jp": "",
        ],
      ]
    }
    return .data(["users": .array(users)])
  }

  /// Those who are directly in it; the root has nobody.
  static func inDepartment(
    _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    let department = try Departments.find(call.queryText("department_id") ?? "", call)
    let members = state.people.all.filter {
      $0.department == department?.key && $0.isAvailable && !$0.hasResigned
    }
    return try state.page(
      members.map { .object(Contacts.card(of: $0, state, call.identity)) },
      "department \(department?.key ?? "")", call, defaultSize: 10, expired: .code(40_012))
  }

  /// By a part of the name, for users.
  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let wanted = (call.queryText("query") ?? "").lowercased()
    guard !wanted.isEmpty else { throw .violation("query", "query is required") }
    let found = state.people.all.filter { person in
      !person.hasResigned && person.isAvailable
        && [person.name, person.englishName, person.email].contains {
          $0.lowercased().contains(wanted)
        }
    }
    let users = found.map { person -> JSONValue in
      [
        "avatar": Contacts.avatar(person), "name": .string(person.name),
        "department_ids": [.string(Departments.openID(person.department))],
        "open_id": .string(person.openID), "user_id": .string(person.userID),
      ]
    }
    return try state.page(
      users, "user search \(wanted)", call, as: "users",
      expired: .violation("page_token", "invalid page_token"))
  }

  static func scope(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let people = state.people.all.filter { $0.isAvailable && !$0.hasResigned }
    return .data([
      "department_ids": .array(Departments.all.map { .string($0.openID) }),
      "user_ids": .array(people.map { .string($0.id(call.userIDType)) }), "group_ids": [],
      "has_more": false,
    ])
  }

  static func whoAmI(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let person = state.people.person(openID: call.openID) else { throw .code(20_008) }
    return .data([
      "name": .string(person.name), "en_name": .string(person.englishName),
      "open_id": .string(person.openID), "union_id": .string(person.unionID),
      "user_id": .string(person.userID), "email": .string(person.email),
      "tenant_key": .string(SandboxState.tenantKey),
    ])
  }
}
