internal import JSON
internal import PluginKit

struct FindPeopleArguments: Decodable, Sendable {
  var query: StringList?
  var department: String?
  var pageToken: String?

  enum CodingKeys: String, CodingKey {
    case query, department
    case pageToken = "page_token"
  }
}

/// Finds people by name, e-mail address, telephone number or id, or lists a department.
struct FindPeople: Sendable {
  static let maximumQueries = 50
  static let maximumNames = 10
  static let maximumHits = 20
  static let pageSize = 50

  let client: LarkClient
  let index: PeopleIndex
  let names: NameBook

  /// Who fits one of the queries.
  struct Finding: Sendable {
    var query: String
    var people: [Person] = []
    /// There are more than are listed.
    var hasMore = false
  }

  func run(
    _ arguments: FindPeopleArguments, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let texts = (arguments.query?.values ?? []).map(\.trimmingSpaces).filter { !$0.isEmpty }
    let department = arguments.department?.trimmingSpaces.nonEmpty
    switch (texts.isEmpty, department) {
    case (true, let department?):
      let id = try Department.checked(department)
      return try await list(id, arguments.pageToken?.nonEmpty, context)
    case (false, nil): return try await find(texts, context)
    default: throw .argument("Give query or department, one of the two.")
    }
  }

  private func find(
    _ texts: [String], _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let references = try FindPeople.parse(texts)
    var searched: [String] = []
    let contacts = try await PeopleIDs.lookUp(references, "open_id", client, context)
    if references.contains(where: \.isContact) {
      searched.append("e-mail addresses and telephone numbers of those whom the app may see")
    }
    let people = try await details(references, contacts, context)
    var findings: [Finding] = []
    for (text, reference) in zip(texts, references) {
      if case .name(let name) = reference {
        let (finding, scope) = try await byName(name, context)
        findings.append(finding)
        if !searched.contains(scope) { searched.append(scope) }
      } else {
        let id = contacts[reference] ?? reference.bareID
        findings.append(
          Finding(query: text, people: id.map { [people[$0] ?? Person(id: $0)] } ?? []))
      }
    }
    return result(findings, searched, context)
  }

  private static func parse(_ texts: [String]) throws(LarkFailure) -> [PersonReference] {
    guard texts.count <= maximumQueries else {
      throw .argument("query: at most \(maximumQueries) people at a time.")
    }
    var references: [PersonReference] = []
    for text in texts {
      guard let reference = PersonReference(text) else {
        throw .argument(
          "query: \"\(singleLine(text, limit: 60))\" is no person; write names, "
            + "\(PersonReference.ids).")
      }
      references.append(reference)
    }
    guard references.filter(\.isName).count <= maximumNames else {
      throw .argument("query: at most \(maximumNames) names at a time.")
    }
    return references
  }

  /// By the ids as they were written. Without the scopes for more, ids have to do.
  private func details(
    _ references: [PersonReference], _ contacts: [PersonReference: String],
    _ context: CallContext
  ) async throws(LarkFailure) -> [String: Person] {
    var people: [String: Person] = [:]
    for kind in ["open_id", "union_id", "user_id"] {
      var seen: Set<String> = []
      let found = kind == "open_id" ? contacts.values.sorted() : []
      let ids = (references.filter { $0.idKind == kind }.compactMap(\.bareID) + found)
        .filter { seen.insert($0).inserted }
      guard !ids.isEmpty else { continue }
      let isExplicit = references.contains { $0.idKind == kind }
      do throws(LarkFailure) {
        for person in try await usersAsEither(ids, kind, context) {
          people[person.key] = person.value
        }
      } catch .cancelled {
        throw .cancelled
      } catch {
        guard !isExplicit else { throw error }
      }
    }
    return people
  }

  /// As the bot where the user may not.
  private func usersAsEither(
    _ ids: [String], _ kind: String, _ context: CallContext
  ) async throws(LarkFailure) -> [String: Person] {
    do throws(LarkFailure) {
      return try await users(ids, kind, context)
    } catch {
      guard error.isOfIdentity, error.apiError?.identity == .user else { throw error }
    }
    var asBot = context
    asBot.rule = .bot
    return try await users(ids, kind, asBot)
  }

  private func users(
    _ ids: [String], _ kind: String, _ context: CallContext
  ) async throws(LarkFailure) -> [String: Person] {
    var people: [String: Person] = [:]
    var rest = ids[...]
    while !rest.isEmpty {
      let batch = rest.prefix(FindPeople.pageSize)
      rest = rest.dropFirst(batch.count)
      let query: [(name: String, value: String)] =
        batch.map { ("user_ids", $0) }
        + [("user_id_type", kind), ("department_id_type", "open_department_id")]
      let payload = try await client.send(
        APIRequest(.getUsers, query: query, purpose: "show people"), context)
      for item in payload["items"]?.array ?? [] {
        guard let person = Person(item), let key = item[kind]?.string else { continue }
        people[key] = person
      }
    }
    return people
  }

  /// As the user where there is one, else in what the app may see.
  private func byName(
    _ name: String, _ context: CallContext
  ) async throws(LarkFailure) -> (Finding, scope: String) {
    let request = APIRequest(
      .searchUsers,
      query: [("query", name), ("page_size", String(FindPeople.maximumHits))],
      purpose: "search people by name")
    do throws(LarkFailure) {
      let payload = try await client.send(request, context)
      let people = (payload["users"]?.array ?? []).compactMap { Person($0) }
      return (
        Finding(query: name, people: people, hasMore: payload["has_more"]?.bool ?? false),
        "the whole company, as the user"
      )
    } catch {
      guard error.isOfIdentity else { throw error }
    }
    let snapshot = try await index.snapshot(client, context)
    let hits = snapshot.people.filter { $0.fits(name.lowercased()) }
    let exact = hits.filter { $0.name == name }
    let people = exact + hits.filter { $0.name != name }
    let count = "\(snapshot.people.count) people in \(snapshot.departments.count) departments"
    let whole = snapshot.isWhole ? "" : ", which is not all: use an e-mail address or a department"
    return (
      Finding(
        query: name, people: Array(people.prefix(FindPeople.maximumHits)),
        hasMore: people.count > FindPeople.maximumHits),
      "names of the \(count) that the app may see (as the bot)\(whole)"
    )
  }

  private func result(
    _ findings: [Finding], _ searched: [String], _ context: CallContext
  ) -> ToolResult {
    var lines: [String] = []
    for finding in findings {
      let query = singleLine(finding.query, limit: 60)
      for person in finding.people { names.learn(person.id, person.name) }
      switch finding.people.count {
      case 0: lines.append("\(query): nobody found")
      case 1: lines.append("\(query): \(finding.people[0].line)")
      default:
        lines.append("\(query): \(finding.people.count) people")
        lines += finding.people.map { "- \($0.line)" }
      }
      if finding.hasMore { lines.append("- and more; write more of the name") }
    }
    if !searched.isEmpty { lines.append("Searched: \(searched.joined(separator: "; ")).") }
    let list: [JSONValue] = findings.map { finding in
      [
        "query": .string(finding.query), "people": .array(finding.people.map(\.structured)),
      ]
    }
    return ToolResult(
      [.text(lines.joined(separator: "\n"))], structured: ["results": .array(list)])
  }

  private func list(
    _ department: String, _ token: String?, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    var query: [(name: String, value: String)] = [
      ("user_id_type", "open_id"), Department.query(department), ("department_id", department),
      ("page_size", String(FindPeople.pageSize)),
    ]
    if let token { query.append(("page_token", token)) }
    let payload = try await client.send(
      APIRequest(
        .listDepartmentUsers, query: query, purpose: "list the people of the department"),
      context)
    let people = (payload["items"]?.array ?? []).compactMap { Person($0) }
    for person in people { names.learn(person.id, person.name) }
    var lines = ["\(department): \(people.count) people, without those of departments below it."]
    lines += people.map(\.line)
    var structured: JSONObject = [
      "department": .string(department), "people": .array(people.map(\.structured)),
    ]
    if payload["has_more"]?.bool == true, let next = payload["page_token"]?.nonEmptyString {
      lines.append("More: page_token \"\(singleLine(next, limit: 400))\".")
      structured["page_token"] = .string(next)
    }
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}

extension FindPeople {
  static func tool(_ core: LarkCore, _ index: PeopleIndex, _ names: NameBook) -> LarkTool {
    let finder = FindPeople(client: core.client, index: index, names: names)
    return LarkTool(
      "find_people",
      "Finds people in Lark by name, e-mail address, telephone number or id, several at a time, or "
        + "lists a department; gives ids and what is known of them.",
      core, group: .people,
      endpoints: [
        .listDepartmentUsers, .searchUsers, .findUserByEmailOrPhone, .getUsers, .contactScope,
        .listDepartments, .getDepartment,
      ],
      identity: .userFirst, effect: .reads,
      input: .object([
        "query": .stringList(
          .string(),
          "Names, e-mail addresses, telephone numbers (+86...), ou_..., on_..., "
            + "user_id:...", maxItems: maximumQueries),
        "department": .string("Department id od-..., or 0: list its people instead"),
        "page_token": .string("For a department"),
      ])
    ) { (arguments: FindPeopleArguments, context) throws(LarkFailure) in
      try await finder.run(arguments, context)
    }
  }
}

extension PersonReference {
  fileprivate var isContact: Bool {
    switch self {
    case .email, .mobile: true
    default: false
    }
  }

  /// The id that it is, if it is one.
  fileprivate var bareID: String? {
    switch self {
    case .openID(let id), .unionID(let id), .userID(let id): id
    case .email, .mobile, .name: nil
    }
  }
}

extension LarkFailure {
  /// Whether another identity may be allowed what this one is not.
  var isOfIdentity: Bool {
    if case .needsUser = self { return true }
    switch apiError?.meaning.kind {
    case .identity, .token, .scope: return true
    default: return false
    }
  }
}
