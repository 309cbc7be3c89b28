extension EndpointFacts {
  static let wiki = """
    POST /wiki/v2/spaces/:space_id/nodes TU 100/m
      scopes wiki:node:create wiki:wiki
      body obj_type!=doc|sheet|mindnote|bitable|file|docx|slides parent_node_token
        node_type!=origin|shortcut origin_node_token title
    POST /wiki/v2/spaces/:space_id/nodes/move_docs_to_wiki TU 100/m
      scopes wiki:node:move wiki:wiki
      body parent_wiki_token obj_type!=doc|sheet|bitable|mindnote|docx|file|slides obj_token!
        apply:b
    POST /wiki/v2/spaces/:space_id/nodes/:node_token/move TU 100/m
      scopes wiki:node:move wiki:wiki wiki:wiki:readonly
      body target_parent_token target_space_id
    GET /wiki/v2/tasks/:task_id TU 100/m
      scopes wiki:space:read wiki:wiki wiki:wiki:readonly
      query task_type!=move
    POST /wiki/v2/nodes/search U
      scopes wiki:wiki:readonly
      query page_token page_size:i#1..50
      body query!~0..50 space_id node_id
    """
}
