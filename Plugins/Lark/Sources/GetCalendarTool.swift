internal import JSON
internal import PluginKit

extension GetCalendar {
  static func tool(_ core: LarkCore) -> LarkTool {
    let calendar = GetCalendar(client: core.client, zones: core.zones)
    return LarkTool(
      "get_calendar",
      "Lists the events of Lark (Feishu) calendars in a time, recurring events expanded, by day. "
        + "Where a person's events may not be seen, it tells when the person is busy.",
      core, group: .calendar,
      endpoints: [
        .primaryCalendar, .primaryCalendarsOfUsers, .findUserByEmailOrPhone, .eventInstancesView,
        .freeBusy,
      ],
      identity: .userFirst, effect: .reads, input: input
    ) { (arguments: GetCalendarArguments, context) throws(LarkFailure) in
      let agenda = try await calendar.run(arguments, context)
      return ToolResult([.text(agenda.text)], structured: agenda.structured)
    }
  }

  private static let input = Schema.object([
    "calendars": .stringList(
      .string(),
      "Whose: e-mail addresses, open ids ou_..., union ids on_..., or calendar ids "
        + "...@group.calendar.feishu.cn. Default: the user's own, without a user the bot's.",
      maxItems: CalendarOwner.maximumCount),
    "from": .string(
      "Start: 2026-03-01 or 2026-03-01T09:00:00+08:00. Default: today 00:00."),
    "to": .string("End, in the same form; a date includes that day. Not with days."),
    "days": .integer(
      "Length from start in days.", minimum: 1, maximum: CalendarWindow.maximumDays,
      default: CalendarWindow.defaultDays),
    "time_zone": .string("For the answer and times without offset: Asia/Shanghai, +08:00."),
  ])
}
