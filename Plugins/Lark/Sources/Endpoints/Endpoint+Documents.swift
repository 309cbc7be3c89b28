/// Endpoints of Lark for documents and their blocks.
extension Endpoint {
  static let searchDocs = Endpoint(
    "search_docs", .post, "/open-apis/search/v2/doc_wiki/search",
    .userOrPerhapsBot, .tier3, .read,
    scopes: ["search:docs:read"])

  static let searchDocsLegacy = Endpoint(
    "search_docs_legacy", .post, "/open-apis/suite/docs-api/search/object",
    .userOrPerhapsBot, .unstated, .read,
    scopes: ["drive:drive", "drive:drive:readonly", "search:docs:read"])

  static let readDocMarkdown = Endpoint(
    "read_doc_markdown", .get, "/open-apis/docs/v1/content",
    .botOrUser, .tier6, .read,
    scopes: ["docs:document.content:read"])

  static let readDocText = Endpoint(
    "read_doc_text", .get, "/open-apis/docx/v1/documents/:document_id/raw_content",
    .botOrUser, .tier6, .read,
    scopes: ["docx:document", "docx:document:readonly"])

  static let getDoc = Endpoint(
    "get_doc", .get, "/open-apis/docx/v1/documents/:document_id",
    .botOrUser, .tier6, .read,
    scopes: ["docx:document", "docx:document:readonly"])

  static let createDoc = Endpoint(
    "create_doc", .post, "/open-apis/docx/v1/documents",
    .botOrUser, .tier21, .write,
    scopes: ["docx:document", "docx:document:create"])

  static let convertMarkdown = Endpoint(
    "convert_markdown", .post, "/open-apis/docx/v1/documents/blocks/convert",
    .botOrUser, .unstated, .read,
    scopes: ["docx:document.block:convert"])

  static let insertBlocks = Endpoint(
    "insert_blocks", .post, "/open-apis/docx/v1/documents/:document_id/blocks/:block_id/descendant",
    .botOrUser, .documentWrite, .write(.query("client_token")),
    scopes: ["docx:document", "docx:document:write_only"])

  static let insertBlocksFlat = Endpoint(
    "insert_blocks_flat", .post,
    "/open-apis/docx/v1/documents/:document_id/blocks/:block_id/children",
    .botOrUser, .documentWrite, .write(.query("client_token")),
    scopes: ["docx:document", "docx:document:write_only"])

  static let listBlocks = Endpoint(
    "list_blocks", .get, "/open-apis/docx/v1/documents/:document_id/blocks",
    .botOrUser, .tier6, .read,
    scopes: ["docx:document", "docx:document:readonly"])

  static let updateBlocks = Endpoint(
    "update_blocks", .patch, "/open-apis/docx/v1/documents/:document_id/blocks/batch_update",
    .botOrUser, .documentWrite, .write(.query("client_token")),
    scopes: ["docx:document", "docx:document:write_only"])

  static let deleteBlocks = Endpoint(
    "delete_blocks", .delete,
    "/open-apis/docx/v1/documents/:document_id/blocks/:block_id/children/batch_delete",
    .botOrUser, .documentWrite, .write(.query("client_token")),
    scopes: ["docx:document"])

  static let docsAiFetch = Endpoint(
    "docs_ai_fetch", .post, "/open-apis/docs_ai/v1/documents/:document_id/fetch",
    .botOrUser, .unstated, .read,
    scopes: ["docx:document:readonly"])

  static let docsAiCreate = Endpoint(
    "docs_ai_create", .post, "/open-apis/docs_ai/v1/documents",
    .botOrUser, .unstated, .write,
    scopes: ["docx:document:create"])

  static let docsAiUpdate = Endpoint(
    "docs_ai_update", .put, "/open-apis/docs_ai/v1/documents/:document_id",
    .botOrUser, .unstated, .write,
    scopes: ["docx:document:write_only"])

  static let documents: [Endpoint] = [
    .searchDocs, .searchDocsLegacy, .readDocMarkdown, .readDocText, .getDoc, .createDoc,
    .convertMarkdown, .insertBlocks, .insertBlocksFlat, .listBlocks, .updateBlocks, .deleteBlocks,
    .docsAiFetch, .docsAiCreate, .docsAiUpdate,
  ]
}
