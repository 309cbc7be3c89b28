import JSON

/// A video meeting that took place, with its recording and its minutes.
struct Meeting: Sendable {
  let id: String
  let number: String
  let topic: String
  let host: Person
  let people: [Person]
  /// How much later than the start each of them came, in seconds.
  let latenessSeconds: [Int]
  let startSeconds: Int
  let endSeconds: Int
  let minuteToken: String
  let noteID: String
  /// Who said what, a line each.
  let lines: [(speaker: Person, text: String)]
  let summary: String
  let todos: [(text: String, person: Person)]

  var url: String { "https://vc.feishu.cn/j/\(number)" }
  var minuteURL: String { "\(DocumentStore.site)/minutes/\(minuteToken)" }
}

/// The meetings of the seeded company.
enum SeedMeetings {
  private typealias Everyone = SeedPeople

  static let minuteToken = "obcnq3b9jl72l83w4f14xxxx"

  static func all(at seconds: Int) -> [Meeting] {
    let start = seconds - 2 * CivilTime.secondsPerDay
    return [
      Meeting(
        id: "6911188411934433028", number: "235812466", topic: "产品周会 Product weekly",
        host: Everyone.lin, people: [Everyone.lin, Everyone.chen, Everyone.wang],
        latenessSeconds: [0, 0, 600], startSeconds: start, endSeconds: start + 3_600,
        minuteToken: minuteToken,
        noteID: "7616590025794260001",
        lines: [
          (Everyone.lin, "我们先看第四季度路线图的反馈。"),
          (Everyone.wang, "首页设计稿周五可以定稿。"),
          (Everyone.chen, "单点登录的接口下周三联调。"),
        ],
        summary: "讨论了第四季度路线图：首页设计稿周五定稿，单点登录下周三联调。",
        todos: [
          ("周五前定稿首页设计", Everyone.wang), ("下周三联调单点登录接口", Everyone.chen),
        ])
    ]
  }
}

/// `vc/v1/meetings`, `vc/v1/notes`.
enum Meetings {
  private static let path = "/vc/v1/meetings"
  static let maximumSeconds = 90 * CivilTime.secondsPerDay

  static let endpoints: [Endpoint] = [
    Endpoint("GET \(path)/list_by_no", byNumber), Endpoint("POST \(path)/search", search),
    Endpoint("GET \(path)/:meeting_id", get),
    Endpoint("GET \(path)/:meeting_id/recording", recording),
    Endpoint("GET /vc/v1/notes/:note_id", note),
  ]

  static func byNumber(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let start = call.queryNumber("start_time"), let end = call.queryNumber("end_time"),
      start <= end, end - start <= maximumSeconds
    else { throw .code(121_003) }
    let found = state.meetings.filter {
      $0.number == call.queryText("meeting_no") && (start...end).contains($0.startSeconds)
    }
    let briefs = found.map { meeting -> JSONValue in
      [
        "id": .string(meeting.id), "topic": .string(meeting.topic), "url": .string(meeting.url),
        "meeting_no": .string(meeting.number), "note_id": .string(meeting.noteID),
      ]
    }
    return try state.page(
      briefs, "meetings \(call.queryText("meeting_no") ?? "")", call, as: "meeting_briefs",
      expired: .code(121_003))
  }

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let wanted = (call.text("query") ?? "").lowercased()
    let found = state.meetings.filter { meeting in
      meeting.people.contains { $0.openID == call.openID }
        && meeting.topic.lowercased().contains(wanted)
    }
    let items = found.map { meeting -> JSONValue in
      [
        "id": .string(meeting.id), "display_info": .string(meeting.topic),
        "meta_data": ["app_link": .string(meeting.url), "description": .string(meeting.topic)],
      ]
    }
    return try state.page(
      items, "meeting search \(wanted)", call, beside: ["total": number(items.count)],
      expired: .code(121_020))
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let meeting = try find(state, call)
    var json: JSONObject = [
      "id": .string(meeting.id), "topic": .string(meeting.topic), "url": .string(meeting.url),
      "meeting_no": .string(meeting.number),
      "create_time": .string(String(meeting.startSeconds)),
      "start_time": .string(String(meeting.startSeconds)),
      "end_time": .string(String(meeting.endSeconds)),
      "host_user": ["id": .string(meeting.host.id(call.userIDType)), "user_type": 1],
      "meeting_connect": false, "status": 3,
      "participant_count": .string(String(meeting.people.count)),
      "participant_count_accumulated": .string(String(meeting.people.count)),
      "note_id": .string(meeting.noteID),
    ]
    if call.queryFlag("with_participants") {
      json["participants"] = .array(
        zip(meeting.people, meeting.latenessSeconds).map { person, lateness in
          participant(person, meeting, from: meeting.startSeconds + lateness, call)
        })
    }
    return .data(["meeting": .object(json)])
  }

  private static func participant(
    _ person: Person, _ meeting: Meeting, from start: Int, _ call: Call
  ) -> JSONValue {
    [
      "id": .string(person.id(call.userIDType)), "user_type": 1,
      "first_join_time": .string(String(start)),
      "final_leave_time": .string(String(meeting.endSeconds)),
      "in_meeting_duration": .string(String(meeting.endSeconds - start)),
      "is_host": .bool(person.openID == meeting.host.openID), "is_cohost": false,
      "is_external": false, "status": 4,
    ]
  }

  static func recording(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let meeting = try find(state, call)
    let length = (meeting.endSeconds - meeting.startSeconds) * 1_000
    return .data([
      "recording": ["url": .string(meeting.minuteURL), "duration": .string(String(length))]
    ])
  }

  static func note(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let id = call.parameter("note_id")
    guard let meeting = state.meetings.first(where: { $0.noteID == id }) else {
      throw .code(121_004)
    }
    return .data([
      "note": [
        "creator_id": .string(meeting.host.id(call.userIDType)),
        "create_time": .string(String(meeting.endSeconds)),
        "artifacts": [
          [
            "artifact_type": 1, "create_time": .string(String(meeting.endSeconds)),
            "doc_token": .string(SeedIdentifier.token("roadmap-q4")),
          ]
        ],
        "references": [],
      ]
    ])
  }

  /// Users see their own meetings only.
  private static func find(_ state: SandboxState, _ call: Call) throws(APIError) -> Meeting {
    guard let meeting = state.meetings.first(where: { $0.id == call.parameter("meeting_id") })
    else { throw .code(121_004) }
    let isIn = meeting.people.contains { $0.openID == call.openID }
    guard !call.isUser || isIn else { throw .code(121_005) }
    return meeting
  }
}
