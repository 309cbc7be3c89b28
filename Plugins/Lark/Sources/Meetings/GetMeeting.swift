internal import JSON
internal import PluginKit

struct GetMeetingArguments: Decodable, Sendable {
  var meeting: LooseID
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case meeting
    case timeZone = "time_zone"
  }
}

/// One past meeting: when, who took part, its recording and notes.
enum GetMeeting {
  static let maximumParticipants = 100

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "get_meeting",
      "Shows a Lark video meeting: when it was, who took part, links to recording and notes.",
      core, group: .meetings,
      endpoints: [.getMeeting, .meetingRecording], identity: .userFirst, effect: .reads,
      input: .object(
        ["meeting": .looseID("Id from find_meetings."), "time_zone": .string()],
        required: ["meeting"])
    ) { (arguments: GetMeetingArguments, context) throws(LarkFailure) in
      try await run(arguments, core, context)
    }
  }

  static func run(
    _ arguments: GetMeetingArguments, _ core: LarkCore, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let zone = try core.zones.zone(
      named: arguments.timeZone?.nonEmpty ?? core.client.settings.timeZone)
    let id = arguments.meeting.text
    guard (5...32).contains(id.utf8.count), id.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .argument("meeting: write the id as find_meetings tells it, digits only.") }
    let payload = try await core.client.send(
      APIRequest(
        .getMeeting, path: ["meeting_id": id],
        query: [
          ("with_participants", "true"), ("user_id_type", "open_id"), ("query_mode", "0"),
        ], purpose: "read the meeting"), context)
    let recording = try await recording(id, core.client, context)
    return result(id, payload, recording, zone, context)
  }

  /// The link, or why there is none.
  private static func recording(
    _ id: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    do throws(LarkFailure) {
      let payload = try await client.send(
        APIRequest(
          .meetingRecording, path: ["meeting_id": id], purpose: "read the recording"), context)
      return payload["recording"]?["url"]?.nonEmptyString ?? "none"
    } catch .api(let error) {
      return "none (code \(error.code): \(error.meaning.advice))"
    }
  }

  /// How many seconds someone took part; from first to last where Lark does not tell.
  private static func stay(_ person: JSONValue) -> Int64? {
    if let told = TaskTime.seconds(person["in_meeting_duration"]) { return told }
    guard let first = TaskTime.seconds(person["first_join_time"]),
      let last = TaskTime.seconds(person["final_leave_time"]), first <= last
    else { return nil }
    return last - first
  }

  private static func result(
    _ id: String, _ payload: JSONValue, _ recording: String, _ zone: ZoneRules,
    _ context: CallContext
  ) -> ToolResult {
    let meeting = payload["meeting"]
    var structured: JSONObject = ["meeting": .string(id)]
    let title = singleLine(meeting?["topic"]?.string ?? "", limit: 200)
    structured["title"] = .string(title)
    var lines = ["\(title), meeting \(id)"]
    for (name, key) in [("start", "start_time"), ("end", "end_time")] {
      guard let seconds = TaskTime.seconds(meeting?[key]) else { continue }
      let time = zone.localTime(at: seconds).rfc3339
      lines.append("\(name): \(time)")
      structured[name] = .string(time)
    }
    lines.append("recording: \(singleLine(recording, limit: 500))")
    for (name, value) in [
      ("note", meeting?["note_id"]),
      ("notes document", payload["related_artifacts"]?["note_doc_token"]),
      ("transcript document", payload["related_artifacts"]?["verbatim_doc_token"]),
    ] {
      if let text = value?.nonEmptyString {
        lines.append("\(name): \(singleLine(text, limit: 80))")
      }
    }
    let people = meeting?["participants"]?.array ?? []
    if !people.isEmpty { lines.append("Took part (\(people.count)):") }
    for person in people.prefix(maximumParticipants) {
      var line = "- \(singleLine(person["id"]?.string ?? "?", limit: 80))"
      if let seconds = stay(person) { line += ", \(seconds / 60) min" }
      lines.append(line + (person["is_host"]?.bool == true ? ", host" : ""))
    }
    if people.count > maximumParticipants { lines.append("The others are not shown.") }
    lines.append("Read as the \(context.actedAs).")
    structured["participants"] = .array(people.prefix(maximumParticipants).compactMap { $0["id"] })
    return ToolResult([.text(lines.joined(separator: "\n"))], structured: .object(structured))
  }
}

extension TaskTime {
  /// Of a string or a number; nil for 0.
  static func seconds(_ value: JSONValue?) -> Int64? {
    let number = value?.string.flatMap { Int64($0) } ?? value?.integer
    return number.flatMap { (1...253_402_300_799).contains($0) ? $0 : nil }
  }
}
