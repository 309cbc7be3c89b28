import JSON

/// A task, kept as answers have it.
struct WorkTask: Sendable {
  var json: JSONObject
  var parent: String?
  var lists: [String] = []

  var guid: String { json["guid"]?.string ?? "" }
  var memberIDs: [String] { members(role: nil) }
  var isDone: Bool { json["completed_at"]?.string.map { $0 != "0" && !$0.isEmpty } ?? false }

  /// Those with a role, or all.
  func members(role: String?) -> [String] {
    (json["members"]?.array ?? []).filter { role == nil || $0["role"]?.string == role }
      .compactMap { $0["id"]?.string }
  }
}

/// Tasks, their lists and comments.
struct TaskStore: Sendable {
  static let missing = APIError(1_470_404, "The task does not exist.", status: 404)
  static let forbidden = APIError(1_470_403, "No permission for the task.", status: 403)

  var tasks: [WorkTask] = []
  var lists: [JSONObject] = []
  var comments: [JSONObject] = []

  static func invalid(_ about: String) -> APIError {
    APIError(1_470_400, "The request parameter is incorrect, such as \(about)")
  }
}

extension SandboxState {
  /// Who calls, as members of tasks name them.
  func taskMember(_ call: Call) -> String { call.isUser ? call.openID : tokens.appID }

  /// The index of the task of the path, if the caller made it or is a member.
  func task(_ guid: String, _ call: Call) throws(APIError) -> Int {
    guard let index = tasks.tasks.firstIndex(where: { $0.guid == guid }) else {
      throw TaskStore.missing
    }
    let task = tasks.tasks[index]
    let own = taskMember(call)
    guard task.json["creator"]?["id"]?.string == own || task.memberIDs.contains(own) else {
      throw TaskStore.forbidden
    }
    return index
  }
}

/// What is to be done at the seeded company.
enum SeedTasks {
  private typealias Everyone = SeedPeople

  static let listID = "5f2c9a10-0000-4000-a000-00000000c001"

  static func store(at milliseconds: Int) -> TaskStore {
    let day = 86_400_000
    let rows: [(String, Person, Person, dueDays: Int, isDone: Bool)] = [
      ("整理第四季度路线图反馈", Everyone.lin, Everyone.lin, 2, false),
      ("Prepare the release notes for 2.8", Everyone.zhao, Everyone.chen, 1, false),
      ("复核预算草案", Everyone.lin, Everyone.liu, 5, false),
      ("Interview summary 面试总结", Everyone.lin, Everyone.zhou, -2, true),
    ]
    var store = TaskStore()
    for (index, row) in rows.enumerated() {
      let guid = "5f2c9a10-0000-4000-a000-00000000000\(index + 1)"
      let assignee: JSONValue = [
        "id": .string(row.1.openID), "type": "user", "role": "assignee",
        "name": .string(row.1.name),
      ]
      let json: JSONObject = [
        "guid": .string(guid), "summary": .string(row.0), "description": "",
        "due": [
          "timestamp": .string(String(milliseconds + row.dueDays * day)), "is_all_day": true,
        ],
        "creator": ["id": .string(row.2.openID), "type": "user", "role": "creator"],
        "members": [assignee],
        "completed_at": .string(row.isDone ? String(milliseconds - day) : "0"),
        "created_at": .string(String(milliseconds - 4 * day)),
        "updated_at": .string(String(milliseconds - day)),
        "status": .string(row.isDone ? "done" : "todo"), "task_id": .string("t10000\(index + 1)"),
        "url": .string("https://applink.feishu.cn/client/todo/detail?guid=\(guid)"), "mode": 2,
      ]
      store.tasks.append(WorkTask(json: json, lists: index == 0 ? [listID] : []))
    }
    let lin: JSONValue = ["id": .string(Everyone.lin.openID), "type": "user", "role": "owner"]
    store.lists = [
      [
        "guid": .string(listID), "name": "产品任务 Product tasks", "creator": lin, "owner": lin,
        "members": [],
        "url": .string("https://applink.feishu.cn/client/todo/task_list?guid=\(listID)"),
        "created_at": .string(String(milliseconds - 9 * day)),
        "updated_at": .string(String(milliseconds - day)),
      ]
    ]
    return store
  }
}
