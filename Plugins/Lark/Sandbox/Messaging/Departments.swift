import JSON

/// A part of the company.
struct Department: Sendable {
  let key: String
  let name: String
  let englishName: String
  let leader: Person

  var openID: String { Departments.openID(key) }
}

/// `contact/v3/departments`: all of them are directly under the root, `0`.
enum Departments {
  static let all = [
    Department(key: "product", name: "产品部", englishName: "Product", leader: SeedPeople.lin),
    Department(key: "platform", name: "平台技术部", englishName: "Platform", leader: SeedPeople.chen),
    Department(key: "design", name: "设计部", englishName: "Design", leader: SeedPeople.wang),
    Department(key: "sales", name: "销售部", englishName: "Sales", leader: SeedPeople.david),
    Department(key: "people", name: "人力资源部", englishName: "People", leader: SeedPeople.zhou),
    Department(key: "finance", name: "财务部", englishName: "Finance", leader: SeedPeople.liu),
  ]

  static let endpoints: [Endpoint] = [
    Endpoint("GET /contact/v3/departments/:department_id/children", children),
    Endpoint("GET /contact/v3/departments/:department_id", get),
    Endpoint("POST /contact/v3/departments/search", search),
  ]

  static func openID(_ key: String) -> String { "od-\(SeedIdentifier.employee(key))" }

  static func children(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let parent = try find(call.parameter("department_id"), call)
    let found = parent == nil ? all : []
    return try state.page(
      found.map { json($0, state, call) }, "departments", call, defaultSize: 10,
      expired: .code(40_012))
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let department = try find(call.parameter("department_id"), call) else {
      return .data(["department": ["name": "云杉科技", "department_id": "0"]])
    }
    return .data(["department": json(department, state, call)])
  }

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let wanted = (call.text("query") ?? "").lowercased()
    let found = all.filter {
      $0.name.contains(wanted) || $0.englishName.lowercased().contains(wanted)
    }
    return try state.page(
      found.map { json($0, state, call) }, "department search \(wanted)", call,
      expired: .code(48_001))
  }

  /// Nil: the root. Throws for an id that names no department.
  static func find(_ id: String, _ call: Call) throws(APIError) -> Department? {
    if id == "0" { return nil }
    let isOpen = call.queryText("department_id_type") ?? "open_department_id" != "department_id"
    guard let department = all.first(where: { (isOpen ? $0.openID : $0.key) == id }) else {
      throw .unknownID(99_992_356, isOpen ? "open_department_id" : "department_id", id)
    }
    return department
  }

  private static func json(
    _ department: Department, _ state: SandboxState, _ call: Call
  ) -> JSONValue {
    let members = state.people.all.filter { $0.department == department.key && !$0.hasResigned }
    return [
      "name": .string(department.name),
      "i18n_name": [
        "zh_cn": .string(department.name), "en_us": .string(department.englishName), "ja_jp": "",
      ],
      "parent_department_id": "0", "department_id": .string(department.key),
      "open_department_id": .string(department.openID),
      "leader_user_id": .string(department.leader.id(call.userIDType)),
      "member_count": number(members.count), "status": ["is_deleted": false],
    ]
  }
}
