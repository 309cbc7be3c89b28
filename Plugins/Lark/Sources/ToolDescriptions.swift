internal import JSON
internal import PluginKit

/// What agents read of the tools. Each tool takes less than `maximumBytes` in a list of tools.
enum ToolDescriptions {
  static let maximumBytes = 1_536
  static let maximumSchemaBytes = 1_024

  typealias Handler<Arguments> = @Sendable (Arguments, Call) async throws -> ToolResult

  static func sendMessage(_ handler: @escaping Handler<SendMessageArguments>) -> Tool {
    Tool(
      "send_message",
      "Sends a Lark (Feishu) message to a person or a group as the app's bot. Give exactly one of "
        + "text, markdown and card, and either to or reply_to. Long text is split into several "
        + "messages.",
      title: "Send a Lark message", input: sendMessageInput,
      annotations: ToolAnnotations(
        readOnly: false, destructive: false, idempotent: false, openWorld: true),
      handler: handler)
  }

  private static let sendMessageInput = Schema.object([
    "to": .string(
      "Chat id oc_..., open id ou_..., union id on_..., e-mail address, or user_id:..."),
    "text": .string("Plain text. Mention: <at user_id=\"ou_...\"></at>, all: user_id=\"all\"."),
    "markdown": .string("Markdown, with tables, headings, code and mentions as in text."),
    "card": .raw([
      "type": ["object", "string"],
      "description": "Card JSON (schema 2.0), or {\"type\":\"template\",\"data\":{...}}.",
    ]),
    "title": .string("Title above text or markdown.", maxLength: 200),
    "reply_to": .string("Message id om_... to answer, in its chat."),
  ])

  static func getCalendar(_ handler: @escaping Handler<GetCalendarArguments>) -> Tool {
    Tool(
      "get_calendar",
      "Lists the events of Lark (Feishu) calendars in a time, recurring events expanded, by day. "
        + "Where the bot may not see a person's events, it tells when the person is busy.",
      title: "Read Lark calendars", input: getCalendarInput,
      annotations: ToolAnnotations(
        readOnly: true, destructive: false, idempotent: true, openWorld: true),
      handler: handler)
  }

  private static let getCalendarInput = Schema.object([
    "calendars": strings(
      .string(),
      "Whose: e-mail addresses, open ids ou_..., union ids on_..., or calendar ids "
        + "...@group.calendar.feishu.cn. Default: the bot's own.",
      maxItems: CalendarOwner.maximumCount),
    "from": .string(
      "Start: 2026-03-01 or 2026-03-01T09:00:00+08:00. Default: today 00:00."),
    "to": .string("End, in the same form; a date includes that day. Not with days."),
    "days": .integer(
      "Length from start in days.", minimum: 1, maximum: CalendarWindow.maximumDays,
      default: CalendarWindow.defaultDays),
    "time_zone": .string("For the answer and times without offset: Asia/Shanghai, +08:00."),
  ])

  static func searchDocs(_ handler: @escaping Handler<SearchDocsArguments>) -> Tool {
    Tool(
      "search_docs",
      "Searches Lark (Feishu) documents, sheets, bases, files and wiki pages that the bot can see, "
        + "and gives titles and links. Says which of Lark's searches answered.",
      title: "Search Lark documents", input: searchDocsInput,
      annotations: ToolAnnotations(
        readOnly: true, destructive: false, idempotent: true, openWorld: true),
      handler: handler)
  }

  private static let searchDocsInput = Schema.object(
    [
      "query": .string("Words to look for; Lark uses the first 50 characters."),
      "types": strings(
        .enumeration(SearchQuery.types), "Only these; doc covers docx. Default: all."),
      "page_size": .integer(
        "How many at most.", minimum: 1,
        maximum: SearchQuery.maximumPageSize, default: SearchQuery.defaultPageSize),
      "page_token": .string("From the page before, unchanged."),
    ], required: ["query"])

  /// Strings, or a single one: agents write both, see `StringList`.
  private static func strings(
    _ items: Schema, _ description: String, maxItems: Int? = nil
  ) -> Schema {
    var schema: JSONObject = [
      "type": ["array", "string"], "description": .string(description), "items": items.json,
    ]
    if let maxItems { schema["maxItems"] = .number(JSONNumber(Int64(maxItems))) }
    return .raw(.object(schema))
  }
}
