import JSON

/// `approval/v4/tasks`: what is to be decided, and deciding it.
enum ApprovalTasks {
  private static let path = "/approval/v4/tasks"

  static let endpoints: [Endpoint] = [
    Endpoint("GET \(path)/query", list), Endpoint("POST \(path)/approve", approve),
    Endpoint("POST \(path)/reject", reject), Endpoint("POST \(path)/transfer", transfer),
  ]

  /// Topics: 1 to decide, 2 decided, 3 asked for; copies (17, 18) there are none of.
  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let topic = call.queryText("topic") ?? "1"
    let user = try state.people.require(call.queryText("user_id") ?? "", call.userIDType)
    var found: [JSONValue] = []
    for instance in state.approvals {
      if topic == "3", instance.submitter.openID == user.openID {
        found.append(json(instance, nil, topic, user, call))
      }
      for step in instance.steps where step.approver.openID == user.openID {
        let isOpen = step.status == "PENDING" && instance.status == "PENDING"
        let isDecided = ["APPROVED", "REJECTED", "TRANSFERRED"].contains(step.status)
        if topic == "1" && isOpen || topic == "2" && isDecided {
          found.append(json(instance, step, topic, user, call))
        }
      }
    }
    let count: JSONValue = ["total": number(found.count), "has_more": false]
    return try state.page(
      found, "approval tasks \(user.openID) \(topic)", call, as: "tasks",
      beside: ["count": count], expired: .code(1_390_001))
  }

  private static func json(
    _ instance: ApprovalInstance, _ step: ApprovalInstance.Step?, _ topic: String,
    _ user: Person, _ call: Call
  ) -> JSONValue {
    let name = SeedApprovals.definitions.first { $0.code == instance.approvalCode }?.name ?? ""
    let states = ["PENDING": "1", "APPROVED": "2", "REJECTED": "3", "CANCELED": "4"]
    let status = step == nil ? instance.status : step?.status ?? ""
    return [
      "topic": .string(topic), "user_id": .string(user.id(call.userIDType)),
      "title": .string(name), "task_id": .string(step?.id ?? ""),
      "status": status == "PENDING" ? "1" : status == "CANCELED" ? "34" : "2",
      "process_status": .string(states[instance.status] ?? "0"),
      "definition_code": .string(instance.approvalCode), "definition_name": .string(name),
      "initiators": [.string(instance.submitter.id(call.userIDType))],
      "initiator_names": [.string(instance.submitter.name)],
      "process_id": .string(instance.code), "process_code": .string(instance.code),
      "urls": ["pc": .string("https://applink.feishu.cn/client/approval?\(instance.code)")],
    ]
  }

  static func approve(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (index, step) = try find(state, call)
    close(index, step, "APPROVED", "PASS", &state, call)
    let now = state.clock.milliseconds
    if let next = state.approvals[index].steps.firstIndex(where: \.status.isEmpty) {
      state.approvals[index].steps[next].status = "PENDING"
      state.approvals[index].steps[next].startMilliseconds = now
    } else {
      state.approvals[index].status = "APPROVED"
      state.approvals[index].endMilliseconds = now
    }
    return .empty
  }

  static func reject(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (index, step) = try find(state, call)
    close(index, step, "REJECTED", "REJECT", &state, call)
    state.approvals[index].status = "REJECTED"
    state.approvals[index].endMilliseconds = state.clock.milliseconds
    return .empty
  }

  /// The receiver has a task of the receiver's own.
  static func transfer(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (index, step) = try find(state, call)
    let new = try state.people.require(call.text("transfer_user_id") ?? "", call.userIDType)
    close(index, step, "TRANSFERRED", "TRANSFER", &state, call, receiver: new)
    let task = ApprovalInstance.Step(
      id: "7\(state.identifiers.digits(18))", node: state.approvals[index].steps[step].node,
      approver: new, status: "PENDING", startMilliseconds: state.clock.milliseconds)
    state.approvals[index].steps.insert(task, at: step + 1)
    return .empty
  }

  private static func close(
    _ index: Int, _ step: Int, _ status: String, _ event: String, _ state: inout SandboxState,
    _ call: Call, receiver: Person? = nil
  ) {
    let now = state.clock.milliseconds
    state.approvals[index].steps[step].status = status
    state.approvals[index].steps[step].endMilliseconds = now
    let closed = state.approvals[index].steps[step]
    state.approvals[index].events.append(
      ApprovalInstance.Event(
        type: event, person: closed.approver, milliseconds: now, taskID: closed.id,
        nodeID: closed.node, comment: call.text("comment") ?? "", receiver: receiver))
  }

  /// The task, if it waits for that person.
  private static func find(
    _ state: SandboxState, _ call: Call
  ) throws(APIError) -> (Int, Int) {
    _ = try Approvals.find(call.text("approval_code") ?? "")
    let index = try state.approval(call.text("instance_code") ?? "")
    let instance = state.approvals[index]
    guard let step = instance.steps.firstIndex(where: { $0.id == call.text("task_id") }),
      instance.status == "PENDING", instance.steps[step].status == "PENDING",
      instance.steps[step].approver.id(call.userIDType) == call.text("user_id")
    else { throw .code(1_390_010) }
    return (index, step)
  }
}
