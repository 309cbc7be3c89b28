import JSON

/// `minutes/v1/minutes`: what was said in a meeting.
enum Minutes {
  private static let path = "/minutes/v1/minutes"

  static let endpoints: [Endpoint] = [
    Endpoint("GET \(path)/:minute_token", get), Endpoint("POST \(path)/search", search),
    Endpoint("GET \(path)/:minute_token/transcript", transcript),
    Endpoint("GET \(path)/:minute_token/artifacts", artifacts),
    Endpoint("GET \(path)/:minute_token/media", media),
  ]

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let meeting = try find(state, call)
    let length = (meeting.endSeconds - meeting.startSeconds) * 1_000
    return .data([
      "minute": [
        "token": .string(meeting.minuteToken),
        "owner_id": .string(meeting.host.id(call.userIDType)),
        "create_time": .string(String(meeting.startSeconds * 1_000)),
        "title": .string(meeting.topic), "duration": .string(String(length)),
        "url": .string(meeting.minuteURL), "note_id": .string(meeting.noteID),
      ]
    ])
  }

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let wanted = (call.text("query") ?? "").lowercased()
    let found = state.meetings.filter { meeting in
      meeting.people.contains { $0.openID == call.openID }
        && (meeting.topic + meeting.summary).lowercased().contains(wanted)
    }
    let items = found.map { meeting -> JSONValue in
      [
        "token": .string(meeting.minuteToken), "display_info": .string(meeting.topic),
        "meta_data": [
          "app_link": .string(meeting.minuteURL), "description": .string(meeting.summary),
        ],
      ]
    }
    return try state.page(
      items, "minutes search \(wanted)", call, beside: ["total": number(items.count)],
      expired: .code(2_094_005))
  }

  /// A text file, a minute between two lines.
  static func transcript(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let meeting = try find(state, call)
    let isCaptions = call.queryText("file_format") == "srt"
    var text = ""
    for (index, line) in meeting.lines.enumerated() {
      let speaker = call.queryFlag("need_speaker") ? "\(line.speaker.name) " : ""
      let (start, end) = ("00:0\(index):00", "00:0\(index + 1):00")
      if isCaptions {
        text += "\(index + 1)\n\(start),000 --> \(end),000\n\(speaker)\(line.text)\n\n"
      } else {
        let time = call.queryFlag("need_timestamp") ? "\(start).000 " : ""
        text += "\(speaker)\(time)\n\(line.text)\n\n"
      }
    }
    return .file(
      FormFile(
        name: "\(meeting.topic).\(isCaptions ? "srt" : "txt")", contentType: "text/plain",
        bytes: Array(text.utf8)))
  }

  static func artifacts(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let meeting = try find(state, call)
    let todos = meeting.todos.map { todo -> JSONValue in
      ["content": .string(todo.text), "assignees": [.string(todo.person.openID)]]
    }
    return .data([
      "summary": .string(meeting.summary),
      "minute_chapters": [
        [
          "title": .string(meeting.topic), "start_ms": "0", "stop_ms": "180000",
          "summary_content": .string(meeting.summary),
        ]
      ],
      "minute_todos": .array(todos),
    ])
  }

  static func media(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let meeting = try find(state, call)
    return .data([
      "download_url": .string("https://internal-api.feishu.cn/minutes/\(meeting.minuteToken).mp4")
    ])
  }

  private static func find(_ state: SandboxState, _ call: Call) throws(APIError) -> Meeting {
    let token = call.parameter("minute_token")
    guard let meeting = state.meetings.first(where: { $0.minuteToken == token }) else {
      throw .code(2_091_002)
    }
    let isIn = meeting.people.contains { $0.openID == call.openID }
    guard !call.isUser || isIn else { throw .code(2_091_005) }
    return meeting
  }
}
