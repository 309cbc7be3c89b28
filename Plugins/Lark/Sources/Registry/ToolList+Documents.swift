extension ToolList {
  /// Documents.
  static func docs(_ core: LarkCore) -> [LarkTool] {
    [
      SearchDocs.tool(core), ReadDoc.tool(core), CreateDoc.tool(core), AppendDoc.tool(core),
      EditDoc.tool(core), ShareDoc.tool(core), GetDocAccess.tool(core), ListComments.tool(core),
      CommentDoc.tool(core), ExportDoc.tool(core), ImportFile.tool(core),
    ]
  }
}
