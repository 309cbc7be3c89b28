import PluginKit

extension CoverageRow {
  private static let docx = "/open-apis/docx/v1/documents"
  private static let drive1 = "/open-apis/drive/v1"
  private static let wiki = "/open-apis/wiki/v2/spaces"
  private static let doc = "doxcnAAAAAAAAAAAAAAAAAAAAAA"
  private static let head = HTTPResponse.data(
    #"{"document":{"document_id":"\#(doc)","revision_id":7,"title":"周报"}}"#)
  private static let text = #"""
    {"elements":[{"text_run":{"content":"正文","text_element_style":{}}}]}
    """#
  private static let blocks = HTTPResponse.data(
    #"""
    {"items":[{"block_id":"\#(doc)","block_type":1,"children":["b1"],"page":\#(text)},
    {"block_id":"b1","parent_id":"\#(doc)","block_type":2,"children":[],"text":\#(text)}],
    "has_more":false}
    """#)
  private static let converted = HTTPResponse.data(
    #"""
    {"first_level_block_ids":["n1"],
    "blocks":[{"block_id":"n1","block_type":2,"text":\#(text)}]}
    """#)
  private static let inserted = HTTPResponse.data(
    #"{"block_id_relations":[{"temporary_block_id":"n1","block_id":"b2"}],"document_revision_id":8}"#
  )
  private static let node = #"""
    {"space_id":"7034502641455497244","node_token":"wikcn1","obj_token":"\#(doc)","obj_type":"docx","title":"页"}
    """#

  static let documents: [CoverageRow] = [
    CoverageRow(
      "search_docs", #"{"query":"路线图"}"#,
      ["POST /open-apis/search/v2/doc_wiki/search": .data(#"{"res_units":[],"total":0}"#)],
      isUser: true),
    CoverageRow(
      "read_doc", #"{"doc":"\#(doc)"}"#,
      ["GET \(docx)/\(doc)": head, "GET \(docx)/\(doc)/blocks": blocks]),
    CoverageRow(
      "create_doc", #"{"title":"周报","markdown":"正文","share_with":"ou_1"}"#,
      [
        "POST \(docx)": head, "POST \(docx)/blocks/convert": converted,
        "POST \(docx)/\(doc)/blocks/\(doc)/descendant": inserted,
        "POST \(drive1)/permissions/\(doc)/members": .data("{}"),
      ]),
    CoverageRow(
      "append_doc", #"{"doc":"\#(doc)","markdown":"正文"}"#,
      [
        "POST \(docx)/blocks/convert": converted,
        "POST \(docx)/\(doc)/blocks/\(doc)/descendant": inserted,
      ]),
    CoverageRow(
      "edit_doc", #"{"doc":"\#(doc)","blocks":"b1","markdown":"改"}"#,
      [
        "GET \(docx)/\(doc)": head, "GET \(docx)/\(doc)/blocks": blocks,
        "PATCH \(docx)/\(doc)/blocks/batch_update": .data(#"{"document_revision_id":8}"#),
      ]),
    CoverageRow(
      "share_doc", #"{"doc":"docx:\#(doc)","with":"ou_1"}"#,
      ["POST \(drive1)/permissions/\(doc)/members": .data("{}")]),
    CoverageRow(
      "get_doc_access", #"{"doc":"docx:\#(doc)"}"#,
      [
        "GET \(drive1)/permissions/\(doc)/members": .data(
          #"{"items":[{"member_type":"openid","member_id":"ou_1","perm":"edit","name":"李"}]}"#),
        "GET /open-apis/drive/v2/permissions/\(doc)/public": .data(
          #"{"permission_public":{"link_share_entity":"closed"}}"#),
      ]),
    CoverageRow(
      "list_comments", #"{"doc":"docx:\#(doc)"}"#,
      ["GET \(drive1)/files/\(doc)/comments": .data(#"{"items":[],"has_more":false}"#)]),
    CoverageRow(
      "comment_doc", #"{"doc":"docx:\#(doc)","text":"好"}"#,
      ["POST \(drive1)/files/\(doc)/comments": .data(#"{"comment_id":"7123456789"}"#)]),
    CoverageRow(
      "export_doc", #"{"doc":"docx:\#(doc)"}"#,
      [
        "POST \(drive1)/export_tasks": .data(#"{"ticket":"7001"}"#),
        "GET \(drive1)/export_tasks/7001": .data(
          #"""
          {"result":{"job_status":0,"file_token":"boxcn1","file_name":"周报","file_extension":"docx",
          "file_size":3}}
          """#),
        "GET \(drive1)/export_tasks/file/boxcn1/download": HTTPResponse(
          status: 200, body: [1, 2, 3]),
      ]),
    CoverageRow(
      "import_file", ##"{"base64":"IyB4","name":"x.md"}"##,
      [
        "POST \(drive1)/medias/upload_all": .data(#"{"file_token":"boxcn1"}"#),
        "POST \(drive1)/import_tasks": .data(#"{"ticket":"7001"}"#),
        "GET \(drive1)/import_tasks/7001": .data(
          #"""
          {"result":{"job_status":0,"token":"\#(doc)","type":"docx",
          "url":"https://x.feishu.cn/docx/\#(doc)"}}
          """#),
      ]),
    CoverageRow(
      "list_wiki", "{}",
      [
        "GET \(wiki)": .data(
          #"{"items":[{"space_id":"7034502641455497244","name":"知识库"}],"has_more":false}"#)
      ]),
    CoverageRow(
      "create_wiki_page", #"{"parent":"7034502641455497244","title":"页"}"#,
      ["POST \(wiki)/7034502641455497244/nodes": .data(#"{"node":\#(node)}"#)]),
    CoverageRow(
      "move_to_wiki", #"{"doc":"docx:\#(doc)","parent":"7034502641455497244"}"#,
      [
        "POST \(wiki)/7034502641455497244/nodes/move_docs_to_wiki": .data(
          #"{"wiki_token":"wikcn1"}"#)
      ]),
  ]

  private static let folder = "fldcnAAAAAAAAAAAAAAAAAAAAAA"

  static let drive: [CoverageRow] = [
    CoverageRow(
      "list_files", "{}",
      ["GET \(drive1)/files": .data(#"{"files":[],"has_more":false}"#)]),
    CoverageRow(
      "get_file_info", #"{"files":["docx:\#(doc)"]}"#,
      [
        "POST \(drive1)/metas/batch_query": .data(
          #"{"metas":[{"doc_token":"\#(doc)","doc_type":"docx","title":"周报"}],"failed_list":[]}"#)
      ]),
    CoverageRow(
      "upload_file", #"{"base64":"AQID","name":"x.bin","folder":"\#(folder)"}"#,
      ["POST \(drive1)/files/upload_all": .data(#"{"file_token":"boxcn1"}"#)]),
    CoverageRow(
      "download_file", #"{"file":"boxcnAAAAAAAAAAAAAAAAAAAAAA"}"#,
      [
        "GET \(drive1)/files/boxcnAAAAAAAAAAAAAAAAAAAAAA/download": HTTPResponse(
          status: 200, body: [1, 2, 3])
      ]),
    CoverageRow(
      "create_folder", #"{"name":"资料","folder":"\#(folder)"}"#,
      ["POST \(drive1)/files/create_folder": .data(#"{"token":"fldcn2","url":"https://x.cn/f"}"#)]),
    CoverageRow(
      "copy_file", #"{"file":"docx:\#(doc)","name":"副本","folder":"\#(folder)"}"#,
      [
        "POST \(drive1)/files/\(doc)/copy": .data(
          #"{"file":{"token":"doxcn2","type":"docx","name":"副本","url":"https://x.cn/docx/d"}}"#)
      ]),
    CoverageRow(
      "manage_file", #"{"file":"docx:\#(doc)","action":"move","folder":"\#(folder)"}"#,
      ["POST \(drive1)/files/\(doc)/move": .data("{}")]),
  ]
}
