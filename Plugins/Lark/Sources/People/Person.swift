internal import JSON

/// What Lark tells of a person; how much depends on the app's scopes.
struct Person: Sendable, Equatable {
  /// Of the kind that was asked for.
  var id: String
  var name: String
  var otherNames: [String] = []
  var email: String?
  var mobile: String?
  var title: String?
  var departmentIDs: [String] = []
  var leaderID: String?
  var hasLeft = false

  /// Of a user object of contact/v3 or of search/v1.
  init?(_ json: JSONValue) {
    guard
      let id = json["open_id"]?.nonEmptyString ?? json["union_id"]?.nonEmptyString
        ?? json["user_id"]?.nonEmptyString
    else { return nil }
    self.id = id
    name = json["name"]?.string ?? ""
    otherNames = ["en_name", "nickname"].compactMap { json[$0]?.nonEmptyString }
    email = json["enterprise_email"]?.nonEmptyString ?? json["email"]?.nonEmptyString
    mobile = json["mobile"]?.nonEmptyString
    title = json["job_title"]?.nonEmptyString
    departmentIDs = (json["department_ids"]?.array ?? []).compactMap(\.string)
    leaderID = json["leader_user_id"]?.nonEmptyString
    let status = json["status"]
    hasLeft = status?["is_resigned"]?.bool == true || status?["is_exited"]?.bool == true
  }

  init(id: String, name: String = "") { (self.id, self.name) = (id, name) }

  /// Whether the name, another name, or the e-mail address holds the words.
  func fits(_ words: String) -> Bool {
    ([name] + otherNames + [email ?? ""]).contains { text in
      firstRange(of: words, in: text.lowercased()[...]) != nil
    }
  }

  /// `Li Lei (ou_...), Engineer, li@example.com, +86..., in od-1, reports to ou_2`
  var line: String {
    let names = ([name] + otherNames.filter { $0 != name }).filter { !$0.isEmpty }
    let shown = names.map { singleLine($0, limit: 40) }.joined(separator: " / ")
    var line = shown.isEmpty ? id : "\(shown) (\(id))"
    for text in [title, email, mobile].compactMap({ $0 }) {
      line += ", \(singleLine(text, limit: 80))"
    }
    if !departmentIDs.isEmpty {
      let ids = departmentIDs.prefix(5).map { singleLine($0, limit: 64) }
      line += ", in \(ids.joined(separator: " "))"
    }
    if let leaderID { line += ", reports to \(singleLine(leaderID, limit: 80))" }
    return hasLeft ? line + ", has left" : line
  }

  var structured: JSONValue {
    var json: JSONObject = ["id": .string(id), "name": .string(name)]
    if let email { json["email"] = .string(email) }
    return .object(json)
  }
}

/// What Lark tells of a department.
struct Department: Sendable, Equatable {
  /// `od-...`
  var id: String
  var ownID: String?
  var name: String
  var parentID: String?
  var leaderID: String?
  var memberCount: Int64?
  var chatID: String?

  init?(_ json: JSONValue) {
    guard
      let id = json["open_department_id"]?.nonEmptyString ?? json["department_id"]?.nonEmptyString
    else { return nil }
    self.id = id
    ownID = json["department_id"]?.nonEmptyString.flatMap { $0 == id ? nil : $0 }
    name = json["name"]?.string ?? ""
    parentID = json["parent_department_id"]?.nonEmptyString
    leaderID = json["leader_user_id"]?.nonEmptyString
    memberCount = json["member_count"]?.integer
    chatID = json["chat_id"]?.nonEmptyString
  }

  /// `Sales (od-...), 12 people, led by ou_1, part of od-0, chat oc_1`
  var line: String {
    let shown = singleLine(name, limit: 60)
    var line = "\(shown.isEmpty ? "(no name)" : shown) (\(singleLine(id, limit: 64)))"
    if let memberCount { line += ", \(memberCount) people" }
    if let leaderID { line += ", led by \(singleLine(leaderID, limit: 80))" }
    if let parentID { line += ", part of \(singleLine(parentID, limit: 64))" }
    if let chatID { line += ", chat \(singleLine(chatID, limit: 80))" }
    return line
  }

  /// An id of a department: Lark's own, `od-...`, or the company's.
  static func query(_ id: String) -> (name: String, value: String) {
    let isOpen = id.hasPrefix("od-") || id == "0"
    return ("department_id_type", isOpen ? "open_department_id" : "department_id")
  }

  /// Throws what an id has to look like.
  static func checked(_ text: String) throws(LarkFailure) -> String {
    let id = text.trimmingSpaces
    guard id == "0" || (LarkReference.isToken(id) && id.utf8.count <= 64) else {
      throw .argument("department: write a department id, \"od-...\", or \"0\" for the company.")
    }
    return id
  }
}
