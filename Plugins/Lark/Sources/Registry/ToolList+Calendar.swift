extension ToolList {
  /// Calendars, events and rooms.
  static func calendar(_ core: LarkCore) -> [LarkTool] {
    [
      GetCalendar.tool(core), CreateEvent.tool(core), UpdateEvent.tool(core),
      DeleteEvent.tool(core), GetEvent.tool(core), SearchEvents.tool(core),
      EventAttendees.tool(core), RespondToEvent.tool(core), FindFreeSlot.tool(core),
      FreeBusy.tool(core), FindRooms.tool(core),
    ]
  }
}
