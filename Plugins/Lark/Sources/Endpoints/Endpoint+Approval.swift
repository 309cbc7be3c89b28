/// Endpoints of Lark for approvals.
extension Endpoint {
  static let getApprovalDefinition = Endpoint(
    "get_approval_definition", .get, "/open-apis/approval/v4/approvals/:approval_code",
    .bot, .tier3, .read,
    scopes: ["approval:approval", "approval:approval:readonly", "approval:definition"])

  static let createApproval = Endpoint(
    "create_approval", .post, "/open-apis/approval/v4/instances",
    .bot, .tier3, .write(.body("uuid")),
    scopes: ["approval:approval", "approval:instance"])

  static let getApproval = Endpoint(
    "get_approval", .get, "/open-apis/approval/v4/instances/:instance_id",
    .bot, .tier4, .read,
    scopes: ["approval:approval", "approval:approval:readonly", "approval:instance"])

  static let queryApprovals = Endpoint(
    "query_approvals", .post, "/open-apis/approval/v4/instances/query",
    .bot, .tier4, .read,
    scopes: ["approval:approval.list:readonly"])

  static let listApprovalTasks = Endpoint(
    "list_approval_tasks", .get, "/open-apis/approval/v4/tasks/query",
    .botOrUser, .unstated, .read,
    scopes: ["approval:approval:readonly"])

  static let approveTask = Endpoint(
    "approve_task", .post, "/open-apis/approval/v4/tasks/approve",
    .bot, .tier3, .write,
    scopes: ["approval:approval", "approval:approval:readonly", "approval:task"])

  static let rejectTask = Endpoint(
    "reject_task", .post, "/open-apis/approval/v4/tasks/reject",
    .bot, .tier3, .write,
    scopes: ["approval:approval", "approval:approval:readonly", "approval:task"])

  static let transferTask = Endpoint(
    "transfer_task", .post, "/open-apis/approval/v4/tasks/transfer",
    .bot, .tier3, .write,
    scopes: ["approval:approval", "approval:approval:readonly", "approval:task"])

  static let cancelApproval = Endpoint(
    "cancel_approval", .post, "/open-apis/approval/v4/instances/cancel",
    .bot, .tier3, .repeatableWrite,
    scopes: ["approval:approval", "approval:approval:readonly", "approval:instance"])

  static let approval: [Endpoint] = [
    .getApprovalDefinition, .createApproval, .getApproval, .queryApprovals, .listApprovalTasks,
    .approveTask, .rejectTask, .transferTask, .cancelApproval,
  ]
}
