extension ToolList {
  /// Whatever no other tool reaches.
  static func openAPI(_ core: LarkCore) -> [LarkTool] {
    [DiscoverAPI.tool(core), CallAPI.tool(core)]
  }
}
