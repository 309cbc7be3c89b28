/// Endpoints of Lark for bases: tables, fields and records.
extension Endpoint {
  static let createBase = Endpoint(
    "create_base", .post, "/open-apis/bitable/v1/apps",
    .botOrUser, .tier2, .write,
    scopes: ["base:app:create", "bitable:app"])

  static let getBase = Endpoint(
    "get_base", .get, "/open-apis/bitable/v1/apps/:app_token",
    .botOrUser, .tier8, .read,
    scopes: ["base:app:read", "bitable:app", "bitable:app:readonly"])

  static let listTables = Endpoint(
    "list_tables", .get, "/open-apis/bitable/v1/apps/:app_token/tables",
    .botOrUser, .tier8, .read,
    scopes: ["base:table:read", "bitable:app", "bitable:app:readonly"])

  static let createTable = Endpoint(
    "create_table", .post, "/open-apis/bitable/v1/apps/:app_token/tables",
    .botOrUser, .tier7, .write,
    scopes: ["base:table:create", "bitable:app"])

  static let listFields = Endpoint(
    "list_fields", .get, "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/fields",
    .botOrUser, .tier8, .read,
    scopes: ["base:field:read", "bitable:app", "bitable:app:readonly"])

  static let createField = Endpoint(
    "create_field", .post, "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/fields",
    .botOrUser, .tier7, .write(.query("client_token")),
    scopes: ["base:field:create", "bitable:app"])

  static let listViews = Endpoint(
    "list_views", .get, "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/views",
    .botOrUser, .tier8, .read,
    scopes: ["base:view:read", "bitable:app", "bitable:app:readonly"])

  static let searchRecords = Endpoint(
    "search_records", .post,
    "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/records/search",
    .botOrUser, .tier8, .read,
    scopes: ["base:record:retrieve", "bitable:app", "bitable:app:readonly"])

  static let getRecords = Endpoint(
    "get_records", .post,
    "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/records/batch_get",
    .botOrUser, .tier8, .read,
    scopes: ["base:record:read", "bitable:app", "bitable:app:readonly"])

  static let createRecord = Endpoint(
    "create_record", .post, "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/records",
    .botOrUser, .tier9, .write(.query("client_token")),
    scopes: ["base:record:create", "bitable:app"])

  static let updateRecord = Endpoint(
    "update_record", .put,
    "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/records/:record_id",
    .botOrUser, .tier9, .repeatableWrite,
    scopes: ["base:record:update", "bitable:app"])

  static let deleteRecord = Endpoint(
    "delete_record", .delete,
    "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/records/:record_id",
    .botOrUser, .tier9, .repeatableWrite,
    scopes: ["base:record:delete", "bitable:app"])

  static let createRecords = Endpoint(
    "create_records", .post,
    "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/records/batch_create",
    .botOrUser, .tier9, .write(.query("client_token")),
    scopes: ["base:record:create", "bitable:app"])

  static let updateRecords = Endpoint(
    "update_records", .post,
    "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/records/batch_update",
    .botOrUser, .tier9, .repeatableWrite,
    scopes: ["base:record:update", "bitable:app"])

  static let deleteRecords = Endpoint(
    "delete_records", .post,
    "/open-apis/bitable/v1/apps/:app_token/tables/:table_id/records/batch_delete",
    .botOrUser, .tier9, .repeatableWrite,
    scopes: ["base:record:delete", "bitable:app"])

  static let base: [Endpoint] = [
    .createBase, .getBase, .listTables, .createTable, .listFields, .createField, .listViews,
    .searchRecords, .getRecords, .createRecord, .updateRecord, .deleteRecord, .createRecords,
    .updateRecords,
    .deleteRecords,
  ]
}
