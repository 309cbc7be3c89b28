internal import JSON
internal import PluginKit

struct GetApprovalArguments: Decodable, Sendable {
  var instance: String?
  var definition: String?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case instance, definition
    case timeZone = "time_zone"
  }
}

/// One approval with its form and who decides; or the blank form of a kind.
enum GetApproval {
  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "get_approval",
      "Shows a Lark approval: its form, who has decided and who still has to; or, by definition, "
        + "the fields to fill in.",
      core, group: .approval,
      endpoints: [.getApproval, .getApprovalDefinition], identity: .userFirst, effect: .reads,
      input: .object([
        "instance": .string("Code of an approval."), "definition": .string("Code of a kind."),
        "time_zone": .string(),
      ])
    ) { (arguments: GetApprovalArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: GetApprovalArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zones.zone(
      named: arguments.timeZone?.nonEmpty ?? core.client.settings.timeZone)
    switch (arguments.instance?.nonEmpty, arguments.definition?.nonEmpty) {
    case (let instance?, nil):
      let code = try ApprovalCode.checked(instance, "instance")
      let approval = try await Approval.read(code, core.client, context)
      return ToolResult(
        [.text(approval.text(in: zone) + "\nRead as the \(context.actedAs).")],
        structured: approval.structured)
    case (nil, let definition?):
      let code = try ApprovalCode.checked(definition, "definition")
      return try await blank(code, core.client, context)
    default:
      throw .argument("Give instance or definition.")
    }
  }

  static func definition(
    _ code: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue {
    try await client.send(
      APIRequest(
        .getApprovalDefinition, path: ["approval_code": code],
        query: [("user_id_type", "open_id")], purpose: "read the kind of approval"), context)
  }

  private static func blank(
    _ code: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let payload = try await definition(code, client, context)
    let form = ApprovalForm(payload["form"])
    let name = singleLine(payload["approval_name"]?.string ?? "", limit: 100)
    var lines = ["\(name), definition \(code). Fields:"] + form.blankLines
    let steps = (payload["node_list"]?.array ?? []).compactMap { $0["name"]?.nonEmptyString }
    if !steps.isEmpty {
      lines.append("Steps: \(steps.map { singleLine($0, limit: 40) }.joined(separator: ", "))")
    }
    return ToolResult(
      [.text(lines.joined(separator: "\n"))],
      structured: [
        "definition": .string(code), "name": .string(name),
        "fields": .array(
          form.fields.map {
            [
              "id": .string($0.id), "name": .string($0.name), "type": .string($0.type),
              "required": .bool($0.isRequired),
            ]
          }),
      ])
  }
}

/// An approval as Lark tells it.
struct Approval: Sendable {
  var item: JSONValue

  static func read(
    _ code: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> Approval {
    Approval(
      item: try await client.send(
        APIRequest(
          .getApproval, path: ["instance_id": code], query: [("user_id_type", "open_id")],
          purpose: "read the approval"), context))
  }

  var code: String { item["instance_code"]?.string ?? "" }
  var definition: String { item["approval_code"]?.string ?? "" }
  var tasks: [JSONValue] { item["task_list"]?.array ?? [] }

  /// The tasks that wait for that person.
  func pending(_ openID: String) -> [String] {
    tasks.filter { $0["status"]?.string == "PENDING" && $0["open_id"]?.string == openID }
      .compactMap { $0["id"]?.nonEmptyString }
  }

  func text(in zone: ZoneRules) -> String {
    var lines = [
      "\(word("approval_name")), \(word("status")), number \(word("serial_number"))",
      "instance: \(word("instance_code"))\ndefinition: \(word("approval_code"))",
      "From \(word("open_id")), started \(time(item["start_time"], zone))",
      "Form:",
    ]
    lines += ApprovalForm(item["form"]).lines
    if !tasks.isEmpty { lines.append("Decisions:") }
    for task in tasks {
      let names = ["node_name", "custom_node_id", "node_id"].compactMap { task[$0]?.nonEmptyString }
      let step = singleLine(names.first ?? "step", limit: 60)
      let status = singleLine(task["status"]?.nonEmptyString ?? "?", limit: 20)
      let who = singleLine(task["open_id"]?.nonEmptyString ?? "nobody", limit: 80)
      let id = singleLine(task["id"]?.string ?? "", limit: 60)
      lines.append("- \(step): \(status) by \(who), task \(id)")
    }
    for comment in item["comment_list"]?.array ?? [] {
      let who = singleLine(comment["open_id"]?.string ?? "", limit: 80)
      lines.append(
        QuotedText.append(
          comment["comment"]?.string ?? "",
          to: "Comment of \(who), \(time(comment["create_time"], zone)):", limit: 500))
    }
    return lines.joined(separator: "\n")
  }

  private func word(_ name: String) -> String {
    singleLine(item[name]?.nonEmptyString ?? "?", limit: 100)
  }

  private func time(_ value: JSONValue?, _ zone: ZoneRules) -> String {
    TaskTime.milliseconds(value).map { zone.localTime(at: $0 / 1000).rfc3339 } ?? "?"
  }

  var structured: JSONValue {
    [
      "instance": .string(code), "definition": .string(definition),
      "status": item["status"] ?? nil, "person": item["open_id"] ?? nil,
      "tasks": .array(
        tasks.map { task -> JSONValue in
          [
            "task": task["id"] ?? nil, "status": task["status"] ?? nil,
            "person": task["open_id"] ?? nil,
          ]
        }),
    ]
  }
}
