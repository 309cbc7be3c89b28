extension ToolList {
  /// People and departments.
  static func people(_ core: LarkCore) -> [LarkTool] {
    let index = PeopleIndex()
    return [
      FindPeople.tool(core, index, NameBook()), GetDepartments.tool(core, index),
      WhoAmI.tool(core),
    ]
  }
}
