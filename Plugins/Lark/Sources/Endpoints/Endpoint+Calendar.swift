/// Endpoints of Lark for calendars, events and rooms.
extension Endpoint {
  static let primaryCalendar = Endpoint(
    "primary_calendar", .post, "/open-apis/calendar/v4/calendars/primary",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar:read", "calendar:calendar:readonly"])

  static let primaryCalendarsOfUsers = Endpoint(
    "primary_calendars_of_users", .post, "/open-apis/calendar/v4/calendars/primarys",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar:read", "calendar:calendar:readonly"])

  static let listCalendars = Endpoint(
    "list_calendars", .get, "/open-apis/calendar/v4/calendars",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar:read", "calendar:calendar:readonly"])

  static let searchCalendars = Endpoint(
    "search_calendars", .post, "/open-apis/calendar/v4/calendars/search",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar:read", "calendar:calendar:readonly"])

  static let listEvents = Endpoint(
    "list_events", .get, "/open-apis/calendar/v4/calendars/:calendar_id/events",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar.event:read", "calendar:calendar:readonly"])

  static let eventInstancesView = Endpoint(
    "event_instances_view", .get,
    "/open-apis/calendar/v4/calendars/:calendar_id/events/instance_view",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar.event:read", "calendar:calendar:readonly"])

  static let getEvent = Endpoint(
    "get_event", .get, "/open-apis/calendar/v4/calendars/:calendar_id/events/:event_id",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar.event:read", "calendar:calendar:readonly"])

  static let createEvent = Endpoint(
    "create_event", .post, "/open-apis/calendar/v4/calendars/:calendar_id/events",
    .botOrUser, .tier4, .write(.query("idempotency_key")),
    scopes: ["calendar:calendar", "calendar:calendar.event:create"])

  static let updateEvent = Endpoint(
    "update_event", .patch, "/open-apis/calendar/v4/calendars/:calendar_id/events/:event_id",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["calendar:calendar", "calendar:calendar.event:update"])

  static let deleteEvent = Endpoint(
    "delete_event", .delete, "/open-apis/calendar/v4/calendars/:calendar_id/events/:event_id",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["calendar:calendar", "calendar:calendar.event:delete"])

  static let searchEvents = Endpoint(
    "search_events", .post, "/open-apis/calendar/v4/calendars/:calendar_id/events/search",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar.event:read", "calendar:calendar:readonly"])

  static let replyEvent = Endpoint(
    "reply_event", .post, "/open-apis/calendar/v4/calendars/:calendar_id/events/:event_id/reply",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: [
      "calendar:calendar", "calendar:calendar.event:reply", "calendar:calendar.event:writeonly",
    ])

  static let addAttendees = Endpoint(
    "add_attendees", .post,
    "/open-apis/calendar/v4/calendars/:calendar_id/events/:event_id/attendees",
    .botOrUser, .tier4, .write,
    scopes: ["calendar:calendar", "calendar:calendar.event:update"])

  static let listAttendees = Endpoint(
    "list_attendees", .get,
    "/open-apis/calendar/v4/calendars/:calendar_id/events/:event_id/attendees",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar.event:read", "calendar:calendar:readonly"])

  static let removeAttendees = Endpoint(
    "remove_attendees", .post,
    "/open-apis/calendar/v4/calendars/:calendar_id/events/:event_id/attendees/batch_delete",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["calendar:calendar", "calendar:calendar.event:update"])

  static let freeBusy = Endpoint(
    "free_busy", .post, "/open-apis/calendar/v4/freebusy/list",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar.free_busy:read", "calendar:calendar:readonly"])

  static let freeBusyBatch = Endpoint(
    "free_busy_batch", .post, "/open-apis/calendar/v4/freebusy/batch",
    .botOrUser, .tier4, .read,
    scopes: ["calendar:calendar", "calendar:calendar.free_busy:read", "calendar:calendar:readonly"])

  static let searchRooms = Endpoint(
    "search_rooms", .post, "/open-apis/vc/v1/rooms/search",
    .user, .tier4, .read,
    scopes: ["vc:room", "vc:room:readonly"])

  static let listRooms = Endpoint(
    "list_rooms", .get, "/open-apis/vc/v1/rooms",
    .bot, .tier4, .read,
    scopes: ["vc:room", "vc:room:readonly"])

  static let roomFreeBusy = Endpoint(
    "room_free_busy", .get, "/open-apis/meeting_room/freebusy/batch_get",
    .botOrUser, .unstated, .read,
    scopes: ["calendar:room:readonly"])

  static let calendar: [Endpoint] = [
    .primaryCalendar, .primaryCalendarsOfUsers, .listCalendars, .searchCalendars, .listEvents,
    .eventInstancesView, .getEvent, .createEvent, .updateEvent, .deleteEvent, .searchEvents,
    .replyEvent, .addAttendees, .listAttendees, .removeAttendees, .freeBusy, .freeBusyBatch,
    .searchRooms, .listRooms, .roomFreeBusy,
  ]
}
