internal import JSON
internal import PluginKit

struct DecideApprovalArguments: Decodable, Sendable {
  var instance: String
  var decision: String
  var person: String?
  var comment: String?
  var task: LooseID?
  var to: String?
}

/// Approves, rejects, passes on or cancels, in a person's name.
enum DecideApproval {
  static let endpoints: [String: Endpoint] = [
    "approve": .approveTask, "reject": .rejectTask, "transfer": .transferTask,
    "cancel": .cancelApproval,
  ]
  static let decisions = ["approve", "reject", "transfer", "cancel"]
  static let maximumComment = 1_000

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "decide_approval",
      "Approves, rejects or passes on a Lark approval in the name of the person who has to decide, "
        + "or cancels it in the name of who asked.",
      core, group: .approval,
      endpoints: [.getApproval] + decisions.compactMap { endpoints[$0] }
        + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .changes,
      input: .object(
        [
          "instance": .string("Code."), "decision": .enumeration(decisions),
          "person": .string("E-mail or ou_...; default: the user."), "comment": .string(),
          "task": .looseID("Default: the one that waits for the person."),
          "to": .string("Whom to transfer to."),
        ], required: ["instance", "decision"])
    ) { (arguments: DecideApprovalArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }

  static func run(
    _ arguments: DecideApprovalArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let code = try ApprovalCode.checked(arguments.instance, "instance")
    let decision = arguments.decision
    guard let endpoint = endpoints[decision] else {
      throw .argument("decision: one of \(decisions.joined(separator: ", ")).")
    }
    guard (arguments.comment?.count ?? 0) <= maximumComment else {
      throw .argument("comment: at most \(maximumComment) characters.")
    }
    guard (decision == "transfer") == (arguments.to?.nonEmpty != nil) else {
      throw .argument("to: needed for transfer, and only there.")
    }
    let people = try Participant.list(
      [arguments.person?.nonEmpty ?? "me"], "person", atMost: 1)
    let receivers = try Participant.list(
      [arguments.to ?? ""], "to", atMost: 1)
    let lookup = ParticipantLookup(client: client, context: context)
    let person = try await lookup.openIDs(of: people, "person")[0]
    let receiver = try await lookup.openIDs(of: receivers, "to").first
    let approval = try await Approval.read(code, client, context)
    var body: JSONObject = [
      "approval_code": .string(approval.definition), "instance_code": .string(code),
      "user_id": .string(person),
    ]
    if decision != "cancel" {
      body["task_id"] = .string(try task(arguments, approval, person))
      if let comment = arguments.comment?.nonEmpty { body["comment"] = .string(comment) }
    }
    if let receiver { body["transfer_user_id"] = .string(receiver) }
    _ = try await client.send(
      APIRequest(
        endpoint, query: [("user_id_type", "open_id")], body: .object(body),
        purpose: "\(decision) the approval"), context)
    return ToolResult(
      [.text("Done: \(decision) of \(code) in the name of \(person).")],
      structured: [
        "instance": .string(code), "decision": .string(decision), "person": .string(person),
      ])
  }

  private static func task(
    _ arguments: DecideApprovalArguments, _ approval: Approval, _ person: String
  ) throws(LarkFailure) -> String {
    if let task = arguments.task?.text.nonEmpty { return try ApprovalCode.checked(task, "task") }
    let pending = approval.pending(person)
    guard let task = pending.first else {
      throw .argument(
        "person: nothing of this approval waits for \(person); get_approval tells who decides.")
    }
    guard pending.count == 1 else {
      throw .argument("task: several wait for \(person): \(pending.joined(separator: ", ")).")
    }
    return task
  }
}
