extension ToolList {
  /// Calendars, events and rooms.
  static func calendar(_ core: LarkCore) -> [LarkTool] {
    [GetCalendar.tool(core)]
  }
}
