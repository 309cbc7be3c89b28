extension ToolList {
  /// Bases.
  static func base(_ core: LarkCore) -> [LarkTool] {
    [
      ListTables.tool(core), QueryRecords.tool(core), WriteRecords.createTool(core),
      WriteRecords.updateTool(core), DeleteRecords.tool(core), CreateTable.tool(core),
      AddField.tool(core), CreateBase.tool(core),
    ]
  }
}
