extension ToolList {
  /// Meetings and minutes.
  static func meetings(_ core: LarkCore) -> [LarkTool] {
    [
      FindMeetings.tool(core), GetMeeting.tool(core), GetMinutes.tool(core),
      FindMinutes.tool(core),
    ]
  }
}
