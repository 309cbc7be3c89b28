internal import JSON
internal import PluginKit

/// A task in words and as data.
struct TaskReport: Sendable {
  var item: JSONValue
  var zone: ZoneRules

  static let maximumDescription = 3_000

  var guid: String { item["guid"]?.string ?? "" }

  var completedAt: String? {
    TaskTime.milliseconds(item["completed_at"]).map { zone.localTime(at: $0 / 1000).rfc3339 }
  }

  var due: String? { TaskTime(item["due"])?.text(in: zone) }

  var title: String {
    item["summary"]?.nonEmptyString.map { singleLine($0, limit: 200) } ?? "(no title)"
  }

  /// `[ ] Title, due 2026-03-01, task ...`
  var line: String {
    var line = "[\(completedAt == nil ? " " : "x")] \(title)"
    if let due { line += ", due \(due)" }
    let assignees = members("assignee")
    if !assignees.isEmpty { line += ", for \(assignees.joined(separator: ", "))" }
    return "\(line), task \(singleLine(guid, limit: 100))"
  }

  var details: [String] {
    var lines: [String] = []
    if let completedAt { lines.append("Completed: \(completedAt)") }
    if let start = TaskTime(item["start"])?.text(in: zone) { lines.append("Starts: \(start)") }
    let followers = members("follower")
    if !followers.isEmpty { lines.append("Followers: \(followers.joined(separator: ", "))") }
    for reminder in item["reminders"]?.array ?? [] {
      guard let minutes = reminder["relative_fire_minute"]?.integer else { continue }
      lines.append("Reminder: \(minutes) min before it is due")
    }
    for (name, key) in [("Repeats", "repeat_rule"), ("Link", "url")] {
      if let text = item[key]?.nonEmptyString {
        lines.append("\(name): \(singleLine(text, limit: 500))")
      }
    }
    let lists = (item["tasklists"]?.array ?? []).compactMap { $0["tasklist_guid"]?.string }
    if !lists.isEmpty { lines.append("Task lists: \(lists.joined(separator: ", "))") }
    if let count = item["subtask_count"]?.integer, count > 0 { lines.append("Subtasks: \(count)") }
    if let parent = item["parent_task_guid"]?.nonEmptyString {
      lines.append("Part of: task \(singleLine(parent, limit: 100))")
    }
    return lines
  }

  /// Names where Lark tells them, else ids.
  private func members(_ role: String) -> [String] {
    (item["members"]?.array ?? []).filter { $0["role"]?.string == role }.compactMap { member in
      guard let id = member["id"]?.nonEmptyString else { return nil }
      guard let name = member["name"]?.nonEmptyString else { return singleLine(id, limit: 80) }
      return "\(singleLine(name, limit: 40)) (\(singleLine(id, limit: 80)))"
    }
  }

  var structured: JSONObject {
    var members: JSONObject = ["task": .string(guid), "title": .string(title)]
    members["completed"] = .bool(completedAt != nil)
    if let due { members["due"] = .string(due) }
    let people = (item["members"]?.array ?? []).filter { $0["role"]?.string == "assignee" }
    if !people.isEmpty { members["assignees"] = .array(people.compactMap { $0["id"] }) }
    if let url = item["url"]?.nonEmptyString { members["link"] = .string(url) }
    return members
  }
}
