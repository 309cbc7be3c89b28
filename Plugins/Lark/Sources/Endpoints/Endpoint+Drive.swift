/// Endpoints of Lark for files, folders, permissions and comments.
extension Endpoint {
  static let listFiles = Endpoint(
    "list_files", .get, "/open-apis/drive/v1/files",
    .botOrUser, .tier8, .read,
    scopes: ["drive:drive", "drive:drive:readonly", "space:document:retrieve"])

  static let rootFolder = Endpoint(
    "root_folder", .get, "/open-apis/drive/explorer/v2/root_folder/meta",
    .botOrUser, .unstated, .read,
    scopes: ["drive:drive", "drive:drive.metadata:readonly"])

  static let fileMetadata = Endpoint(
    "file_metadata", .post, "/open-apis/drive/v1/metas/batch_query",
    .botOrUser, .tier4, .read,
    scopes: ["drive:drive", "drive:drive.metadata:readonly"])

  static let createFolder = Endpoint(
    "create_folder", .post, "/open-apis/drive/v1/files/create_folder",
    .botOrUser, .driveChange, .write,
    scopes: ["drive:drive", "space:folder:create"])

  static let copyFile = Endpoint(
    "copy_file", .post, "/open-apis/drive/v1/files/:file_token/copy",
    .botOrUser, .driveChange, .write,
    scopes: ["docs:document:copy", "drive:drive"])

  static let moveFile = Endpoint(
    "move_file", .post, "/open-apis/drive/v1/files/:file_token/move",
    .botOrUser, .driveMove, .write,
    scopes: ["drive:drive", "space:document:move"])

  static let uploadFile = Endpoint(
    "upload_file", .post, "/open-apis/drive/v1/files/upload_all",
    .botOrUser, .driveTransfer, .write,
    scopes: ["drive:drive", "drive:file", "drive:file:upload"])

  static let downloadFile = Endpoint(
    "download_file", .get, "/open-apis/drive/v1/files/:file_token/download",
    .botOrUser, .driveTransfer, .read,
    scopes: [
      "drive:drive", "drive:drive:readonly", "drive:file", "drive:file:download",
      "drive:file:readonly",
    ])

  static let uploadMedia = Endpoint(
    "upload_media", .post, "/open-apis/drive/v1/medias/upload_all",
    .botOrUser, .driveTransfer, .write,
    scopes: [
      "bitable:app", "docs:doc", "docs:document.media:upload", "drive:drive", "sheets:spreadsheet",
    ])

  static let mediaTempUrl = Endpoint(
    "media_temp_url", .get, "/open-apis/drive/v1/medias/batch_get_tmp_download_url",
    .botOrUser, .unstated, .read,
    scopes: [
      "bitable:app", "bitable:app:readonly", "docs:doc", "docs:doc:readonly",
      "docs:document.media:download", "drive:drive", "drive:drive:readonly", "sheets:spreadsheet",
      "sheets:spreadsheet:readonly",
    ])

  static let downloadMedia = Endpoint(
    "download_media", .get, "/open-apis/drive/v1/medias/:file_token/download",
    .botOrUser, .driveTransfer, .read,
    scopes: [
      "bitable:app", "bitable:app:readonly", "docs:doc", "docs:doc:readonly",
      "docs:document.media:download", "drive:drive", "drive:drive:readonly", "sheets:spreadsheet",
      "sheets:spreadsheet:readonly",
    ])

  static let exportCreate = Endpoint(
    "export_create", .post, "/open-apis/drive/v1/export_tasks",
    .botOrUser, .tier3, .read,
    scopes: ["docs:document:export", "drive:export:readonly"])

  static let exportStatus = Endpoint(
    "export_status", .get, "/open-apis/drive/v1/export_tasks/:ticket",
    .botOrUser, .tier3, .read,
    scopes: ["docs:document:export", "drive:export:readonly"])

  static let exportDownload = Endpoint(
    "export_download", .get, "/open-apis/drive/v1/export_tasks/file/:file_token/download",
    .botOrUser, .tier3, .read,
    scopes: ["docs:document:export", "drive:export:readonly"])

  static let importCreate = Endpoint(
    "import_create", .post, "/open-apis/drive/v1/import_tasks",
    .botOrUser, .tier3, .write,
    scopes: ["docs:document:import", "drive:drive"])

  static let importStatus = Endpoint(
    "import_status", .get, "/open-apis/drive/v1/import_tasks/:ticket",
    .botOrUser, .tier4, .read,
    scopes: ["docs:document:import", "drive:drive", "drive:drive:readonly"])

  static let shareFile = Endpoint(
    "share_file", .post, "/open-apis/drive/v1/permissions/:token/members",
    .botOrUser, .tier3, .repeatableWrite,
    scopes: [
      "bitable:app", "wiki:wiki", "docs:doc", "docs:permission.member:create", "drive:drive",
      "drive:file", "sheets:spreadsheet", "bitable:bitable",
    ])

  static let listPermissions = Endpoint(
    "list_permissions", .get, "/open-apis/drive/v1/permissions/:token/members",
    .botOrUser, .tier4, .read,
    scopes: [
      "bitable:app", "wiki:wiki", "docs:doc", "docs:permission.member:retrieve", "drive:drive",
      "sheets:spreadsheet", "bitable:bitable",
    ])

  static let unshareFile = Endpoint(
    "unshare_file", .delete, "/open-apis/drive/v1/permissions/:token/members/:member_id",
    .botOrUser, .tier3, .repeatableWrite,
    scopes: [
      "bitable:app", "wiki:wiki", "docs:doc", "docs:permission.member:delete", "drive:drive",
      "drive:file", "sheets:spreadsheet", "bitable:bitable",
    ])

  static let listComments = Endpoint(
    "list_comments", .get, "/open-apis/drive/v1/files/:file_token/comments",
    .botOrUser, .tier4, .read,
    scopes: [
      "docs:doc", "docs:doc:readonly", "docs:document.comment:read", "drive:drive",
      "drive:drive:readonly", "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let addComment = Endpoint(
    "add_comment", .post, "/open-apis/drive/v1/files/:file_token/comments",
    .botOrUser, .tier4, .write,
    scopes: [
      "docs:doc", "docs:doc:readonly", "docs:document.comment:create",
      "docs:document.comment:write_only", "drive:drive", "drive:drive:readonly",
      "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let replyComment = Endpoint(
    "reply_comment", .post, "/open-apis/drive/v1/files/:file_token/comments/:comment_id/replies",
    .botOrUser, .tier4, .write,
    scopes: [
      "docs:doc", "docs:doc:readonly", "docs:document.comment:create", "drive:drive",
      "drive:drive:readonly", "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let resolveComment = Endpoint(
    "resolve_comment", .patch, "/open-apis/drive/v1/files/:file_token/comments/:comment_id",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: [
      "docs:doc", "docs:doc:readonly", "docs:document.comment:update",
      "docs:document.comment:write_only", "drive:drive", "drive:drive:readonly",
      "sheets:spreadsheet", "sheets:spreadsheet:readonly",
    ])

  static let publicPermission = Endpoint(
    "public_permission", .patch, "/open-apis/drive/v2/permissions/:token/public",
    .botOrUser, .tier3, .repeatableWrite,
    scopes: [
      "wiki:wiki", "docs:doc", "docs:permission.setting:write_only", "docx:document",
      "drive:drive", "drive:file", "sheets:spreadsheet", "bitable:bitable",
    ])

  static let getPublicPermission = Endpoint(
    "get_public_permission", .get, "/open-apis/drive/v2/permissions/:token/public",
    .botOrUser, .tier4, .read,
    scopes: [
      "wiki:wiki", "docs:doc", "docs:permission.setting:read", "docx:document", "drive:drive",
      "drive:drive:readonly", "drive:file", "sheets:spreadsheet", "bitable:bitable",
    ])

  static let deleteFile = Endpoint(
    "delete_file", .delete, "/open-apis/drive/v1/files/:file_token",
    .botOrUser, .driveChange, .repeatableWrite,
    scopes: ["drive:drive", "space:document:delete"])

  static let taskCheck = Endpoint(
    "task_check", .get, "/open-apis/drive/v1/files/task_check",
    .botOrUser, .unstated, .read,
    scopes: ["drive:drive", "drive:drive.metadata:readonly", "drive:drive:readonly"])

  static let drive: [Endpoint] = [
    .listFiles, .rootFolder, .fileMetadata, .createFolder, .copyFile, .moveFile, .uploadFile,
    .downloadFile, .uploadMedia, .mediaTempUrl, .downloadMedia, .exportCreate, .exportStatus,
    .exportDownload, .importCreate, .importStatus, .shareFile, .listPermissions, .unshareFile,
    .listComments, .addComment, .replyComment, .resolveComment, .publicPermission,
    .getPublicPermission, .deleteFile, .taskCheck,
  ]
}
