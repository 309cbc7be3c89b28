extension ToolList {
  /// Tasks.
  static func tasks(_ core: LarkCore) -> [LarkTool] {
    [
      CreateTask.tool(core), UpdateTask.tool(core), GetTask.tool(core), ListTasks.tool(core),
      CommentTask.tool(core), DeleteTask.tool(core),
    ]
  }
}
