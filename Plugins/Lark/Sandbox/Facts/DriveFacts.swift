extension EndpointFacts {
  static let drive = """
    GET /drive/explorer/v2/root_folder/meta TU legacy
      scopes drive:drive drive:drive.metadata:readonly
    POST /drive/v1/metas/batch_query TU 50/s 1000/m
      scopes drive:drive drive:drive.metadata:readonly
      query user_id_type=open_id|union_id|user_id
      body request_docs![]~1..200{ doc_token! doc_type!=doc|sheet|bitable|mindnote|file|wiki|
        docx|folder|synced_block|slides } with_url:b
    POST /drive/v1/files/create_folder TU 5/s
      scopes drive:drive space:folder:create
      body name! folder_token!~0..
    POST /drive/v1/files/:file_token/copy TU 5/s
      scopes docs:document:copy drive:drive
      query user_id_type=open_id|union_id|user_id
      body name! type=file|doc|sheet|bitable|docx|mindnote|slides folder_token!~0.. extra[]{
        key! value! }
    POST /drive/v1/files/:file_token/move TU 5/s 20/m
      scopes drive:drive space:document:move
      body type=file|docx|bitable|doc|sheet|mindnote|folder|slides folder_token
    DELETE /drive/v1/files/:file_token TU 5/s
      scopes drive:drive space:document:delete
      query type!=file|docx|bitable|folder|doc|sheet|mindnote|shortcut|slides
    POST /drive/v1/files/upload_all TU 5/s
      scopes drive:drive drive:file drive:file:upload
      body file_name!~0..250 parent_type!=explorer parent_node! size!:i#..20971520 checksum
        file!:f
    GET /drive/v1/files/:file_token/download TU 5/s
      scopes drive:drive drive:drive:readonly drive:file drive:file:download drive:file:readonly
    POST /drive/v1/medias/upload_all TU 5/s
      scopes bitable:app docs:doc docs:document.media:upload drive:drive sheets:spreadsheet
      body file_name!~0..250
        parent_type!=doc_image|docx_image|sheet_image|doc_file|docx_file|sheet_file|
        vc_virtual_background|bitable_image|bitable_file|moments|ccm_import_open parent_node
        size!:i#..20971520 checksum extra file!:f
    GET /drive/v1/medias/batch_get_tmp_download_url TU
      scopes bitable:app bitable:app:readonly docs:doc docs:doc:readonly
        docs:document.media:download drive:drive drive:drive:readonly sheets:spreadsheet
        sheets:spreadsheet:readonly
      query file_tokens![] extra
    GET /drive/v1/medias/:file_token/download TU 5/s
      scopes bitable:app bitable:app:readonly docs:doc docs:doc:readonly
        docs:document.media:download drive:drive drive:drive:readonly sheets:spreadsheet
        sheets:spreadsheet:readonly
      query extra
    POST /drive/v1/export_tasks TU 100/m
      scopes docs:document:export drive:export:readonly
      body file_extension!=docx|pdf|xlsx|csv token!~0..27 type!=doc|sheet|bitable|docx sub_id
    GET /drive/v1/export_tasks/:ticket TU 100/m
      scopes docs:document:export drive:export:readonly
      query token!~0..27
    GET /drive/v1/export_tasks/file/:file_token/download TU 100/m
      scopes docs:document:export drive:export:readonly
    POST /drive/v1/import_tasks TU 100/m
      scopes docs:document:import drive:drive
      body file_extension! file_token!~0..27 type! file_name point!{ mount_type!:i=1
        mount_key!~0.. }
    GET /drive/v1/import_tasks/:ticket TU 50/s 1000/m
      scopes docs:document:import drive:drive drive:drive:readonly
    GET /drive/v1/files/task_check TU
      scopes drive:drive drive:drive.metadata:readonly drive:drive:readonly
      query task_id!
    POST /drive/v1/permissions/:token/members TU 100/m
      scopes bitable:app wiki:wiki docs:doc docs:permission.member:create drive:drive drive:file
        sheets:spreadsheet bitable:bitable
      query type!=doc|sheet|file|wiki|bitable|docx|folder|mindnote|minutes|slides
        need_notification:b
      body member_type!=email|openid|unionid|openchat|opendepartmentid|userid|groupid|wikispaceid
        member_id! perm!=view|edit|full_access perm_type=container|single_page
        type=user|chat|department|group|wiki_space_member|wiki_space_viewer|wiki_space_editor
    GET /drive/v1/permissions/:token/members TU 50/s 1000/m
      scopes bitable:app wiki:wiki docs:doc docs:permission.member:retrieve drive:drive
        sheets:spreadsheet bitable:bitable
      query type!=doc|sheet|file|wiki|bitable|docx|mindnote|minutes|slides
        fields[]=*|name|type|avatar|external_label perm_type=container|single_page
    DELETE /drive/v1/permissions/:token/members/:member_id TU 100/m
      scopes bitable:app wiki:wiki docs:doc docs:permission.member:delete drive:drive drive:file
        sheets:spreadsheet bitable:bitable
      query type!=doc|sheet|file|wiki|bitable|docx|folder|mindnote|minutes|slides
        member_type!=email|openid|openchat|opendepartmentid|userid|unionid|groupid|wikispaceid
      body type=user|chat|department|group|wiki_space_member|wiki_space_viewer|wiki_space_editor
        perm_type=container|single_page
    PATCH /drive/v2/permissions/:token/public TU 100/m
      scopes wiki:wiki docs:doc docs:permission.setting:write_only docx:document drive:drive
        drive:file sheets:spreadsheet bitable:bitable
      query type!=doc|sheet|file|wiki|bitable|docx|mindnote|minutes|slides
      body external_access_entity=open|closed|allow_share_partner_tenant
        security_entity=anyone_can_view|anyone_can_edit|only_full_access
        comment_entity=anyone_can_view|anyone_can_edit share_entity=anyone|same_tenant
        manage_collaborator_entity=collaborator_can_view|collaborator_can_edit|
        collaborator_full_access
        link_share_entity=tenant_readable|tenant_editable|partner_tenant_readable|
        partner_tenant_editable|anyone_readable|anyone_editable|closed
        copy_entity=anyone_can_view|anyone_can_edit|only_full_access
    GET /drive/v2/permissions/:token/public TU 50/s 1000/m
      scopes wiki:wiki docs:doc docs:permission.setting:read docx:document drive:drive
        drive:drive:readonly drive:file sheets:spreadsheet bitable:bitable
      query type!=doc|sheet|file|wiki|bitable|docx|mindnote|minutes|slides
    GET /drive/v1/files/:file_token/comments TU 50/s 1000/m
      scopes docs:doc docs:doc:readonly docs:document.comment:read drive:drive
        drive:drive:readonly sheets:spreadsheet sheets:spreadsheet:readonly
      query file_type!=doc|docx|sheet|file|slides is_whole:b is_solved:b page_token
        page_size:i#..100 user_id_type=open_id|union_id|user_id need_reaction:b
    POST /drive/v1/files/:file_token/comments TU 50/s 1000/m
      scopes docs:doc docs:doc:readonly docs:document.comment:create
        docs:document.comment:write_only drive:drive drive:drive:readonly sheets:spreadsheet
        sheets:spreadsheet:readonly
      query file_type!=doc|docx user_id_type=open_id|union_id|user_id
      body reply_list{ replies![]{ content!{ elements![]{ type!=text_run|docs_link|person } } } }
    POST /drive/v1/files/:file_token/comments/:comment_id/replies TU 50/s 1000/m
      scopes docs:doc docs:doc:readonly docs:document.comment:create drive:drive
        drive:drive:readonly sheets:spreadsheet sheets:spreadsheet:readonly
      query file_type!=doc|sheet|file|docx user_id_type=open_id|union_id|user_id
      body content!{ elements![]{ type!=text_run|docs_link|person text_run{ text! } docs_link{
        url! } person{ user_id! } } }
    PATCH /drive/v1/files/:file_token/comments/:comment_id TU 50/s 1000/m
      scopes docs:doc docs:doc:readonly docs:document.comment:update
        docs:document.comment:write_only drive:drive drive:drive:readonly sheets:spreadsheet
        sheets:spreadsheet:readonly
      query file_type!=doc|docx|sheet|file|slides
      body is_solved!:b
    """
}
