internal import JSON
internal import PluginKit

struct GetDepartmentsArguments: Decodable, Sendable {
  var department: String?
  var query: String?
  var recursive: Bool?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case department, query, recursive
    case pageToken = "page_token"
  }
}

/// Shows a department with those below it, or finds departments by name.
struct GetDepartments: Sendable {
  static let pageSize = 50
  static let maximumQueryCharacters = 60

  let client: LarkClient
  let index: PeopleIndex

  func run(
    _ arguments: GetDepartmentsArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    if let query = arguments.query?.trimmingSpaces.nonEmpty {
      guard arguments.department?.nonEmpty == nil else {
        throw .argument("Give query or department, not both.")
      }
      guard query.count <= GetDepartments.maximumQueryCharacters else {
        throw .argument("query: at most \(GetDepartments.maximumQueryCharacters) characters.")
      }
      return try await search(query, arguments.pageToken?.nonEmpty, context)
    }
    let id = try Department.checked(arguments.department?.nonEmpty ?? "0")
    return try await show(id, arguments, context)
  }

  private func show(
    _ id: String, _ arguments: GetDepartmentsArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var lines: [String] = []
    let token = arguments.pageToken?.nonEmpty
    if id != "0", token == nil {
      let payload = try await client.send(
        APIRequest(
          .getDepartment, path: ["department_id": id],
          query: [("user_id_type", "open_id"), Department.query(id)],
          purpose: "show the department"), context)
      lines += payload["department"].flatMap(Department.init).map { [$0.line] } ?? []
    }
    var query: [(name: String, value: String)] = [
      ("user_id_type", "open_id"), Department.query(id),
      ("fetch_child", String(arguments.recursive ?? false)),
      ("page_size", String(GetDepartments.pageSize)),
    ]
    if let token { query.append(("page_token", token)) }
    let payload = try await client.send(
      APIRequest(
        .listDepartments, path: ["department_id": id], query: query,
        purpose: "list the departments"), context)
    let found = (payload["items"]?.array ?? []).compactMap(Department.init)
    lines.append("Below \(id == "0" ? "the company" : id): \(found.count) departments")
    return result(lines, found, payload)
  }

  /// Only users may search at Lark; for the bot, names are compared here.
  private func search(
    _ query: String, _ token: String?, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var parameters: [(name: String, value: String)] = [
      ("user_id_type", "open_id"), ("department_id_type", "open_department_id"),
      ("page_size", String(GetDepartments.pageSize)),
    ]
    if let token { parameters.append(("page_token", token)) }
    let request = APIRequest(
      .searchDepartments, query: parameters, body: ["query": .string(query)],
      purpose: "search departments")
    do throws(LarkFailure) {
      let payload = try await client.send(request, context)
      let found = (payload["items"]?.array ?? []).compactMap(Department.init)
      return result(["\(found.count) departments found as the user"], found, payload)
    } catch {
      guard error.isOfIdentity else { throw error }
    }
    let snapshot = try await index.snapshot(client, context)
    let words = query.lowercased()
    let found = snapshot.departments.filter {
      firstRange(of: words, in: $0.name.lowercased()[...]) != nil
    }
    let whole = snapshot.isWhole ? "" : " (not all were read)"
    let head =
      "\(found.count) found among the \(snapshot.departments.count) departments that the app may "
      + "see\(whole)"
    return result([head], Array(found.prefix(GetDepartments.pageSize)), nil)
  }

  private func result(
    _ head: [String], _ departments: [Department], _ payload: JSONValue?
  ) -> ToolResult {
    var lines = head + departments.map { "- \($0.line)" }
    let list: [JSONValue] = departments.map {
      ["id": .string($0.id), "name": .string($0.name)]
    }
    var structured: JSONObject = ["departments": .array(list)]
    if payload?["has_more"]?.bool == true, let next = payload?["page_token"]?.nonEmptyString {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }

  static func tool(_ core: LarkCore, _ index: PeopleIndex) -> LarkTool {
    let departments = GetDepartments(client: core.client, index: index)
    return LarkTool(
      "get_departments", "Shows a Lark department and those below it, or finds some by name.",
      core, group: .people,
      endpoints: [
        .listDepartments, .getDepartment, .searchDepartments, .contactScope, .listDepartmentUsers,
        .getUsers,
      ],
      identity: .userFirst, effect: .reads, offer: .inPresets,
      input: .object([
        "department": .string("Department id od-...; the company where left out"),
        "query": .string("Part of the name", maxLength: maximumQueryCharacters),
        "recursive": .boolean("All levels below", default: false),
        "page_token": .string("From the last result"),
      ])
    ) { (arguments: GetDepartmentsArguments, context) throws(LarkFailure) in
      try await departments.run(arguments, context)
    }
  }
}
