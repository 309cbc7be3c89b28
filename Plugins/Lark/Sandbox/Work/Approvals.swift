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
    try ApprovalForms(definition).check(form)
    var steps = definition.nodes.map { node in
      ApprovalInstance.Step(
        id: "7\(state.identifiers.digits(18))", node: node.id, approver: node.approver)
    }
    let now = state.clock.milliseconds
    steps[0].status = "PENDING"
    steps[0].startMilliseconds = now
    let instance = ApprovalInstance(
      code: state.identifiers.uuid().uppercased(), approvalCode: definition.code,
      submitter: submitter, form: form, uuid: uuid, startMilliseconds: now, steps: steps,
      events: [.init(type: "START", person: submitter, milliseconds: now)])
    state.approvals.append(instance)
    return .data(["instance_code": .string(instance.code)])
  }

  /// By its code or by the `uuid` it was made with.
  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let instance = state.approvals[try state.approval(call.parameter("instance_id"))]
    let definition = try find(instance.approvalCode)
    let tasks = instance.steps.filter { !$0.status.isEmpty }.map { task($0, definition) }
    return .data([
      "approval_name": .string(definition.name), "approval_code": .string(definition.code),
      "instance_code": .string(instance.code), "uuid": .string(instance.uuid),
      "start_time": .string(String(instance.startMilliseconds)),
      "end_time": .string(String(instance.endMilliseconds)),
      "user_id": .string(instance.submitter.userID),
      "open_id": .string(instance.submitter.openID), "serial_number": "202611220001",
      "status": .string(instance.status),
      "form": .string(ApprovalForms(definition).shown(instance.form)),
      "task_list": .array(tasks), "comment_list": .array(instance.comments),
      "timeline": .array(instance.events.map(timelineEntry)), "reverted": false,
    ])
  }

  private static func task(
    _ step: ApprovalInstance.Step, _ definition: ApprovalDefinition
  ) -> JSONValue {
    let name = definition.nodes.first { $0.id == step.node }?.name ?? ""
    return [
      "id": .string(step.id), "user_id": .string(step.approver.userID),
      "open_id": .string(step.approver.openID), "status": .string(step.status),
      "node_id": .string(step.node), "node_name": .string(name),
      "custom_node_id": .string(step.node), "type": "AND",
      "start_time": .string(String(step.startMilliseconds)),
      "end_time": .string(String(step.endMilliseconds)),
    ]
  }

  private static func timelineEntry(_ event: ApprovalInstance.Event) -> JSONValue {
    let receivers = event.receiver.map { [$0] } ?? []
    return [
      "type": .string(event.type), "create_time": .string(String(event.milliseconds)),
      "open_id": .string(event.person.openID), "user_id": .string(event.person.userID),
      "open_id_list": .array(receivers.map { .string($0.openID) }),
      "user_id_list": .array(receivers.map { .string($0.userID) }),
      "task_id": .string(event.taskID), "node_key": .string(event.nodeID),
      "comment": .string(event.comment), "cc_user_list": [],
    ]
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

  /// Only who has asked takes it back, and only before it is decided; nothing waits any longer.
  static func cancel(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    _ = try find(call.text("approval_code") ?? "")
    let index = try state.approval(call.text("instance_code") ?? "")
    let instance = state.approvals[index]
    guard instance.submitter.id(call.userIDType) == call.text("user_id"),
      instance.status == "PENDING"
    else { throw .code(1_390_001, "the instance cannot be cancelled") }
    let now = state.clock.milliseconds
    state.approvals[index].status = "CANCELED"
    state.approvals[index].endMilliseconds = now
    for step in instance.steps.indices where instance.steps[step].status == "PENDING" {
      state.approvals[index].steps[step].status = "DONE"
      state.approvals[index].steps[step].endMilliseconds = now
    }
    state.approvals[index].events.append(
      .init(type: "CANCEL", person: instance.submitter, milliseconds: now))
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
    let found = approvals.firstIndex { $0.code == code || $0.uuid == code && !code.isEmpty }
    guard let index = found else {
      throw .code(1_390_003)
    }
    return index
  }
}
