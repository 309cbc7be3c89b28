/// Endpoints of Lark for wiki spaces and their pages.
extension Endpoint {
  static let listWikiSpaces = Endpoint(
    "list_wiki_spaces", .get, "/open-apis/wiki/v2/spaces",
    .botOrUser, .tier3, .read,
    scopes: ["wiki:space:retrieve", "wiki:wiki", "wiki:wiki:readonly"])

  static let getWikiNode = Endpoint(
    "get_wiki_node", .get, "/open-apis/wiki/v2/spaces/get_node",
    .botOrUser, .tier3, .read,
    scopes: ["wiki:node:read", "wiki:wiki", "wiki:wiki:readonly"])

  static let listWikiNodes = Endpoint(
    "list_wiki_nodes", .get, "/open-apis/wiki/v2/spaces/:space_id/nodes",
    .botOrUser, .tier3, .read,
    scopes: ["wiki:node:retrieve", "wiki:wiki", "wiki:wiki:readonly"])

  static let createWikiNode = Endpoint(
    "create_wiki_node", .post, "/open-apis/wiki/v2/spaces/:space_id/nodes",
    .botOrUser, .tier3, .write,
    scopes: ["wiki:node:create", "wiki:wiki"])

  static let searchWiki = Endpoint(
    "search_wiki", .post, "/open-apis/wiki/v2/nodes/search",
    .user, .unstated, .read,
    scopes: ["wiki:wiki:readonly"])

  static let moveDocToWiki = Endpoint(
    "move_doc_to_wiki", .post, "/open-apis/wiki/v2/spaces/:space_id/nodes/move_docs_to_wiki",
    .botOrUser, .tier3, .write,
    scopes: ["wiki:node:move", "wiki:wiki"])

  static let moveWikiNode = Endpoint(
    "move_wiki_node", .post, "/open-apis/wiki/v2/spaces/:space_id/nodes/:node_token/move",
    .botOrUser, .tier3, .repeatableWrite,
    scopes: ["wiki:node:move", "wiki:wiki"])

  static let wikiTask = Endpoint(
    "wiki_task", .get, "/open-apis/wiki/v2/tasks/:task_id",
    .botOrUser, .tier3, .read,
    scopes: ["wiki:space:read", "wiki:wiki", "wiki:wiki:readonly"])

  static let wiki: [Endpoint] = [
    .listWikiSpaces, .getWikiNode, .listWikiNodes, .createWikiNode, .searchWiki, .moveDocToWiki,
    .moveWikiNode, .wikiTask,
  ]
}
