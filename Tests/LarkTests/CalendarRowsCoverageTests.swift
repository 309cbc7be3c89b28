import PluginKit

extension CoverageRow {
  private static let calendars = "/open-apis/calendar/v4/calendars"
  private static let primary = "POST \(calendars)/primary"
  private static let own = HTTPResponse.data(#"{"calendars":[{"calendar":{"calendar_id":"c1"}}]}"#)
  private static let event = "\(calendars)/c1/events/e1_0"
  private static let item = #"""
    {"event_id":"e1_0","summary":"周会","start_time":{"timestamp":"1772326800"},
    "end_time":{"timestamp":"1772330400"}}
    """#
  private static let one = HTTPResponse.data(#"{"event":\#(item)}"#)
  private static let attendee = HTTPResponse.data(
    #"{"attendees":[{"type":"user","attendee_id":"user_1","user_id":"ou_1"}]}"#)
  private static let busy = HTTPResponse.data(#"{"freebusy_lists":[],"freebusy_list":[]}"#)

  static let calendar: [CoverageRow] = [
    CoverageRow(
      "get_calendar", #"{"from":"2026-03-01","days":1}"#,
      [
        primary: own,
        "GET \(calendars)/c1/events/instance_view": .data(#"{"items":[\#(item)]}"#),
      ]),
    CoverageRow(
      "create_event", #"{"title":"周会","start":"2026-03-01T09:00","attendees":["ou_1"]}"#,
      [
        primary: own, "POST \(calendars)/c1/events": one,
        "POST \(event)/attendees": attendee,
      ]),
    CoverageRow(
      "update_event", #"{"event":"e1_0","title":"周会"}"#, [primary: own, "PATCH \(event)": one]),
    CoverageRow(
      "delete_event", #"{"event":"e1_0"}"#, [primary: own, "DELETE \(event)": .data("{}")]),
    CoverageRow(
      "get_event", #"{"event":"e1_0"}"#,
      [primary: own, "GET \(event)": one]),
    CoverageRow(
      "search_events", #"{"query":"周会"}"#,
      [primary: own, "POST \(calendars)/c1/events/search": .data(#"{"items":[\#(item)]}"#)]),
    CoverageRow(
      "event_attendees", #"{"event":"e1_0","add":["ou_1"]}"#,
      [primary: own, "POST \(event)/attendees": attendee]),
    CoverageRow(
      "respond_to_event", #"{"event":"e1_0","answer":"accept"}"#,
      [primary: own, "POST \(event)/reply": .data("{}")]),
    CoverageRow(
      "find_free_slot", #"{"people":["ou_1"],"days":1}"#,
      ["POST /open-apis/calendar/v4/freebusy/batch": busy]),
    CoverageRow(
      "free_busy", #"{"who":["ou_1"],"days":1}"#,
      ["POST /open-apis/calendar/v4/freebusy/batch": busy]),
    CoverageRow(
      "find_rooms", "{}",
      [
        "GET /open-apis/vc/v1/rooms": .data(
          #"{"rooms":[{"room_id":"omm_1","name":"A","capacity":8}],"has_more":false}"#)
      ]),
  ]
}
