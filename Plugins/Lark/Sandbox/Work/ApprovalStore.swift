import JSON

/// Something that is asked for and that others approve, one after the other.
struct ApprovalInstance: Sendable {
  struct Step: Sendable {
    let id: String
    let node: String
    var approver: Person
    /// `PENDING`, `APPROVED`, `REJECTED`, `TRANSFERRED`, `DONE` where others have ended it, or
    /// empty before its turn.
    var status = ""
    var startMilliseconds = 0
    var endMilliseconds = 0
  }

  /// Something that was done, as `timeline` tells it.
  struct Event: Sendable {
    let type: String
    let person: Person
    let milliseconds: Int
    var taskID = ""
    var nodeID = ""
    var comment = ""
    /// To whom a task was handed on.
    var receiver: Person?
  }

  let code: String
  let approvalCode: String
  let submitter: Person
  let form: String
  let uuid: String
  let startMilliseconds: Int
  var endMilliseconds = 0
  /// `PENDING`, `APPROVED`, `REJECTED`, `CANCELED`.
  var status = "PENDING"
  var steps: [Step]
  var comments: [JSONValue] = []
  var events: [Event] = []
}

/// A kind of request: its form, and who approves it in which order.
struct ApprovalDefinition: Sendable {
  let code: String
  let name: String
  let form: String
  let nodes: [(id: String, name: String, approver: Person)]
}

/// What can be asked for at the seeded company, and what has been.
enum SeedApprovals {
  private typealias Everyone = SeedPeople

  static let leave = ApprovalDefinition(
    code: "7C468A54-8745-2245-9675-08B7C63E7A85", name: "请假 Leave",
    form: """
      [{"id":"type","custom_id":"type","name":"类型","type":"radioV2","required":true,\
      "option":[{"value":"annual","text":"年假"},{"value":"sick","text":"病假"}]},\
      {"id":"days","custom_id":"days","name":"天数","type":"number","required":true},\
      {"id":"reason","custom_id":"reason","name":"事由","type":"textarea","required":false}]
      """,
    nodes: [("lead", "直属上级", Everyone.chen), ("people", "人力资源", Everyone.zhou)])
  static let purchase = ApprovalDefinition(
    code: "81D31358-93AF-92D6-7425-01A5D67C4E71", name: "采购 Purchase",
    form: """
      [{"id":"item","custom_id":"item","name":"物品","type":"input","required":true},\
      {"id":"amount","custom_id":"amount","name":"金额","type":"amount","required":true}]
      """,
    nodes: [("owner", "负责人", Everyone.lin)])
  static let definitions = [leave, purchase]

  static func instances(at milliseconds: Int) -> [ApprovalInstance] {
    [
      ApprovalInstance(
        code: "A0000000-0000-4000-A000-000000000001", approvalCode: purchase.code,
        submitter: Everyone.zhao, form: #"[{"id":"item","type":"input","value":"显示器 x2"}]"#,
        uuid: "", startMilliseconds: milliseconds - 7_200_000,
        steps: [
          .init(
            id: "7000000000000000001", node: "owner", approver: Everyone.lin, status: "PENDING",
            startMilliseconds: milliseconds - 7_200_000)
        ],
        events: [
          .init(
            type: "START", person: Everyone.zhao, milliseconds: milliseconds - 7_200_000)
        ])
    ]
  }
}
