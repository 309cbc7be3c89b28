internal import JSON
internal import PluginKit

/// What an event can be given when it is made, and later.
struct EventFields: Decodable, Sendable {
  var title: String?
  var start: String?
  var end: String?
  var minutes: Int?
  var description: String?
  var location: String?
  var recurrence: String?
  var reminders: IntegerList?
  var video: Bool?
  var visibility: String?
  var notify: Bool?
  var timeZone: String?

  enum CodingKeys: String, CodingKey {
    case title, start, end, minutes, description, location, recurrence, reminders, video
    case visibility, notify
    case timeZone = "time_zone"
  }

  static let maximumTitle = 1_000
  static let maximumDescription = 40_960
  static let maximumLocation = 512
  static let maximumReminders = 10
  static let reminderRange = -20_160...20_160
  static let visibilities = ["default", "public", "private"]

  /// The members of the request but for the times; checked without asking Lark. An empty
  /// `recurrence` ends the repetition where `clears` is true.
  func members(clears: Bool = false) throws(LarkFailure) -> JSONObject {
    var members = JSONObject()
    try insert(title, "title", as: "summary", atMost: EventFields.maximumTitle, &members)
    try insert(
      description, "description", as: "description", atMost: EventFields.maximumDescription,
      &members)
    if let location = location?.nonEmpty {
      guard location.count <= EventFields.maximumLocation else {
        throw .argument("location: at most \(EventFields.maximumLocation) characters.")
      }
      members["location"] = ["name": .string(location)]
    }
    if let text = recurrence {
      if text.nonEmpty == nil || text == "none" {
        if clears { members["recurrence"] = "" }
      } else {
        members["recurrence"] = .string(try RecurrenceText.rule(text))
      }
    }
    if let reminders { members["reminders"] = try EventFields.reminders(reminders.values) }
    if let video { members["vchat"] = ["vc_type": video ? "vc" : "no_meeting"] }
    if let visibility {
      guard EventFields.visibilities.contains(visibility) else {
        throw .argument("visibility: one of \(EventFields.visibilities.joined(separator: ", ")).")
      }
      members["visibility"] = .string(visibility)
    }
    return members
  }

  private func insert(
    _ text: String?, _ argument: String, as name: String, atMost limit: Int,
    _ members: inout JSONObject
  ) throws(LarkFailure) {
    guard let text else { return }
    guard text.count <= limit else {
      throw .argument("\(argument): at most \(limit) characters; these are \(text.count).")
    }
    members[name] = .string(text)
  }

  private static func reminders(_ minutes: [Int]) throws(LarkFailure) -> JSONValue {
    guard minutes.count <= maximumReminders, minutes.allSatisfy(reminderRange.contains) else {
      throw .argument(
        "reminders: at most \(maximumReminders) numbers of minutes before the start, up to "
          + "\(reminderRange.upperBound).")
    }
    return .array(minutes.map { ["minutes": .number(JSONNumber(Int64($0)))] })
  }

  /// The zone that the arguments name, else the configured one.
  func zone(_ core: LarkCore) throws(LarkFailure) -> ZoneRules {
    try core.zone(timeZone)
  }
}
