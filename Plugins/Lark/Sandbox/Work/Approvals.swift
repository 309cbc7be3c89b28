import JSON

/// `approval/v4`: definitions, and instances as those who ask see them.
enum Approvals {
  private static let path = "/approval/v4/instances"

  static let endpoints: [Endpoint] = [
    Endpoint("GET /approval/v4/approvals/:approval_code", definition),
    Endpoint("POST \(path)", create), Endpoint("GET \(path)", codes),
    Endpoint("GET \(path)/:instance_id", get), Endpoint("POST \(path)/query", query),
    Endpoint("POST \(path)/cancel", cancel),
    Endpoint("POST \(path)/:instance_id/comments", comment),
  ]

  static func find(_ code: String) throws(APIError) -> ApprovalDefinition {
    guard let found = SeedApprovals.definitions.first(where: { $0.code == code }) else {
      throw .code(1_390_002)
    }
    return found
  }

  static func definition(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let definition = try find(call.parameter("approval_code"))
    let nodes = definition.nodes.map { node -> JSONValue in
      [
        "name": .string(node.name), "need_approver": false, "node_id": .string(node.id),
        "custom_node_id": .string(node.id), "node_type": "AND", "approver_chosen_multi": false,
      ]
    }
    return .data([
      "approval_name": .string(definition.name), "status": "ACTIVE",
      "form": .string(definition.form), "node_list": .array(nodes),
      "viewers": [["type": "TENANT", "id": ""]],
    ])
  }

  /// One instance for one `uuid`; required fields of the form must be there.
  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let definition = try find(call.text("approval_code") ?? "")
    let uuid = call.filledText("uuid") ?? ""
    if !uuid.isEmpty, let earlier = state.approvals.first(where: { $0.uuid == uuid }) {
      return .data(["instance_code": .string(earlier.code)])
    }
    let id = call.filledText("open_id") ?? call.filledText("user_id") ?? ""
    guard let submitter = state.people.mentioned(id) else {
      throw .code(1_390_001, "user_id or open_id not found")
    }
    let form = call.text("form") ?? ""
    try check(form, definition)
    var steps = definition.nodes.map { node in
      ApprovalInstance.Step(
        id: "7\(state.identifiers.digits(18))", node: node.id, approver: node.approver)
    }
    steps[0].status = "PENDING"
    let instance = ApprovalInstance(
      code: state.identifiers.uuid().uppercased(), approvalCode: definition.code,
      submitter: submitter, form: form, uuid: uuid, startMilliseconds: state.clock.milliseconds,
      steps: steps)
    state.approvals.append(instance)
    return .data(["instance_code": .string(instance.code)])
  }

  private static func check(
    _ form: String, _ definition: ApprovalDefinition
  ) throws(APIError) {
    guard let values = try? JSONValue(parsing: form), let entries = values.array,
      let widgets = (try? JSONValue(parsing: definition.form))?.array
    else { throw .code(1_390_001, "form is not a JSON array") }
    let filled = Set(entries.filter { $0["value"] != nil }.compactMap { $0["id"]?.string })
    for widget in widgets where widget["required"] == true {
      let id = widget["id"]?.string ?? ""
      guard filled.contains(id) else { throw .code(1_390_001, "form: \(id) is required") }
    }
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let index = try state.approval(call.parameter("instance_id"))
    let instance = state.approvals[index]
    let definition = try find(instance.approvalCode)
    let steps = instance.steps.filter { !$0.status.isEmpty }
    let tasks = steps.map { step -> JSONValue in
      [
        "id": .string(step.id), "user_id": .string(step.approver.userID),
        "open_id": .string(step.approver.openID), "status": .string(step.status),
        "node_id": .string(step.node), "type": "AND",
        "start_time": .string(String(instance.startMilliseconds)),
        "end_time": .string(String(step.endMilliseconds)),
      ]
    }
    let timeline = steps.filter { $0.endMilliseconds > 0 }.map { step -> JSONValue in
      [
        "type": step.status == "APPROVED" ? "PASS" : "REJECT", "task_id": .string(step.id),
        "create_time": .string(String(step.endMilliseconds)), "comment": .string(step.comment),
        "open_id": .string(step.approver.openID), "user_id": .string(step.approver.userID),
      ]
    }
    return .data([
      "approval_name": .string(definition.name), "approval_code": .string(definition.code),
      "instance_code": .string(instance.code), "uuid": .string(instance.uuid),
      "start_time": .string(String(instance.startMilliseconds)),
      "end_time": .string(String(instance.endMilliseconds)),
      "user_id": .string(instance.submitter.userID),
      "open_id": .string(instance.submitter.openID), "serial_number": "202611220001",
      "status": .string(instance.status), "form": .string(instance.form),
      "task_list": .array(tasks), "comment_list": .array(instance.comments),
      "timeline": .array(timeline), "reverted": false,
    ])
  }

  static func codes(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let definition = try find(call.queryText("approval_code") ?? "")
    guard let start = call.queryNumber("start_time"), let end = call.queryNumber("end_time"),
      start <= end
    else { throw .code(1_390_001) }
    let found = state.approvals.filter {
      $0.approvalCode == definition.code && (start...end).contains($0.startMilliseconds)
    }
    return try state.page(
      found.map { .string($0.code) }, "approvals \(definition.code)", call,
      as: "instance_code_list", defaultSize: 100, expired: .code(1_390_001))
  }

  static func query(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (user, code) = (call.filledText("user_id"), call.filledText("approval_code"))
    let (instance, status) = (
      call.filledText("instance_code"), call.filledText("instance_status") ?? "ALL"
    )
    guard user != nil || code != nil || instance != nil else { throw .code(1_390_001) }
    let names = ["REJECT": "REJECTED", "RECALL": "CANCELED"]
    let found = state.approvals.filter {
      (user == nil || $0.submitter.id(call.userIDType) == user)
        && (code == nil || $0.approvalCode == code) && (instance == nil || $0.code == instance)
        && (status == "ALL" || $0.status == names[status] ?? status)
    }
    let items = found.map { instance -> JSONValue in
      let name = SeedApprovals.definitions.first { $0.code == instance.approvalCode }?.name
      return [
        "approval": ["code": .string(instance.approvalCode), "name": .string(name ?? "")],
        "instance": [
          "code": .string(instance.code), "status": .string(instance.status.lowercased()),
          "user_id": .string(instance.submitter.id(call.userIDType)),
          "start_time": .string(String(instance.startMilliseconds)),
          "end_time": .string(String(instance.endMilliseconds)), "title": .string(name ?? ""),
        ],
      ]
    }
    return try state.page(
      items, "approval query \(user ?? "") \(code ?? "")", call, as: "instance_list",
      beside: ["count": number(items.count)], expired: .code(1_390_001))
  }

  /// Only who has asked takes it back, and only before it is decided.
  static func cancel(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    _ = try find(call.text("approval_code") ?? "")
    let index = try state.approval(call.text("instance_code") ?? "")
    let instance = state.approvals[index]
    guard instance.submitter.id(call.userIDType) == call.text("user_id"),
      instance.status == "PENDING"
    else { throw .code(1_390_001, "the instance cannot be cancelled") }
    state.approvals[index].status = "CANCELED"
    state.approvals[index].endMilliseconds = state.clock.milliseconds
    return .empty
  }

  static func comment(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let index = try state.approval(call.parameter("instance_id"))
    let id = "7\(state.identifiers.digits(18))"
    state.approvals[index].comments.append([
      "id": .string(id), "open_id": call.queryText("user_id").map(JSONValue.string) ?? "",
      "comment": call.body["content"] ?? "",
      "create_time": .string(String(state.clock.milliseconds)),
    ])
    return .data(["comment_id": .string(id)])
  }
}

extension SandboxState {
  func approval(_ code: String) throws(APIError) -> Int {
    guard let index = approvals.firstIndex(where: { $0.code == code }) else {
      throw .code(1_390_003)
    }
    return index
  }
}
