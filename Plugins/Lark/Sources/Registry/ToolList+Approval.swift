extension ToolList {
  /// Approvals.
  static func approval(_ core: LarkCore) -> [LarkTool] {
    [
      ListApprovals.tool(core), GetApproval.tool(core), DecideApproval.tool(core),
      StartApproval.tool(core),
    ]
  }
}
