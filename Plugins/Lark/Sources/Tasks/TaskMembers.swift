internal import JSON

/// People of a task, with their part in it.
enum TaskMembers {
  static let maximumPeople = 50

  /// Checked without asking Lark.
  static func people(
    _ list: StringList?, _ argument: String
  ) throws(LarkFailure) -> [Participant] {
    try Participant.list(list?.values ?? [], argument, atMost: maximumPeople)
  }

  static func entries(_ ids: [String], _ role: String) -> [JSONValue] {
    ids.map { ["id": .string($0), "type": "user", "role": .string(role)] }
  }
}
