/// How often something repeats: a rule of RFC 5545 section 3.3.10, or a word for a common one.
enum RecurrenceText {
  static let maximumBytes = 2_000
  static let forms = "\"daily\", \"weekdays\", \"weekly\", \"monthly\", \"yearly\", or an RRULE"

  /// The rule without its name. Throws what is wrong with the argument `recurrence`.
  static func rule(_ text: String) throws(LarkFailure) -> String {
    var rule = text.trimmingSpaces.uppercased()
    if let common = common[rule] { return common }
    if rule.hasPrefix("RRULE:") { rule = String(rule.dropFirst(6)) }
    var names: Set<Substring> = []
    for part in rule.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, known.contains(pair[0]), names.insert(pair[0]).inserted else {
        throw misfit(text)
      }
    }
    guard names.contains("FREQ"), rule.utf8.count <= maximumBytes else { throw misfit(text) }
    guard !names.isSuperset(of: ["COUNT", "UNTIL"]) else {
      throw .argument("recurrence: COUNT and UNTIL cannot stand together.")
    }
    return rule
  }

  private static func misfit(_ text: String) -> LarkFailure {
    .argument(
      "recurrence: \"\(singleLine(text, limit: 60))\" is not a rule; write \(forms) such as "
        + "\"FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T000000Z\".")
  }

  private static let common = [
    "DAILY": "FREQ=DAILY;INTERVAL=1", "WEEKLY": "FREQ=WEEKLY;INTERVAL=1",
    "WEEKDAYS": "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR",
    "MONTHLY": "FREQ=MONTHLY;INTERVAL=1", "YEARLY": "FREQ=YEARLY;INTERVAL=1",
  ]

  private static let known: Set<Substring> = [
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS",
    "BYYEARDAY", "BYWEEKNO", "BYHOUR", "BYMINUTE", "BYSECOND", "WKST",
  ]
}
