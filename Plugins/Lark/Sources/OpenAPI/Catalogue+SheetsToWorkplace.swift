/// The services from `sheets` to `workplace`; see `Catalogue.pages`.
extension Catalogue {
  static let sheetsToWorkplace = """
    PB0 sheets/v2/import
    GB0 sheets/v2/import/result
    DBC sheets/v2/spreadsheets/:spreadsheetToken/dataValidation
    GBC sheets/v2/spreadsheets/:spreadsheetToken/dataValidation
    PBC sheets/v2/spreadsheets/:spreadsheetToken/dataValidation
    UBC sheets/v2/spreadsheets/:spreadsheetToken/dataValidation/:sheetId
    UBC sheets/v2/spreadsheets/:spreadsheetToken/dataValidation/:sheetId/:dataValidationId
    DBC sheets/v2/spreadsheets/:spreadsheetToken/dimension_range
    UBC sheets/v2/spreadsheets/:spreadsheetToken/dimension_range
    PBC sheets/v2/spreadsheets/:spreadsheetToken/insert_dimension_range
    PBC sheets/v2/spreadsheets/:spreadsheetToken/merge_cells
    GBC sheets/v2/spreadsheets/:spreadsheetToken/metainfo
    UB0 sheets/v2/spreadsheets/:spreadsheetToken/properties
    DBC sheets/v2/spreadsheets/:spreadsheetToken/protected_range_batch_del
    GBC sheets/v2/spreadsheets/:spreadsheetToken/protected_range_batch_get
    PB0 sheets/v2/spreadsheets/:spreadsheetToken/protected_range_batch_update
    UBC sheets/v2/spreadsheets/:spreadsheetToken/style
    UBC sheets/v2/spreadsheets/:spreadsheetToken/styles_batch_update
    PBC sheets/v2/spreadsheets/:spreadsheetToken/unmerge_cells
    UBC sheets/v2/spreadsheets/:spreadsheetToken/values
    GBC sheets/v2/spreadsheets/:spreadsheetToken/values/:range
    PBC sheets/v2/spreadsheets/:spreadsheetToken/values_append
    GBC sheets/v2/spreadsheets/:spreadsheetToken/values_batch_get
    PBC sheets/v2/spreadsheets/:spreadsheetToken/values_batch_update
    PBC sheets/v2/spreadsheets/:spreadsheetToken/values_image
    PBC sheets/v2/spreadsheets/:spreadsheetToken/values_prepend
    GBC sheets/v2/spreadsheets/:spreadsheet_token/condition_formats
    PBC sheets/v2/spreadsheets/:spreadsheet_token/condition_formats/batch_create
    DBC sheets/v2/spreadsheets/:spreadsheet_token/condition_formats/batch_delete
    PBC sheets/v2/spreadsheets/:spreadsheet_token/condition_formats/batch_update
    PBC sheets/v2/spreadsheets/:spreadsheet_token/dimension_range
    PBC sheets/v2/spreadsheets/:spreadsheet_token/protected_dimension
    PBC sheets/v2/spreadsheets/:spreadsheet_token/sheets_batch_update
    PB2 sheets/v3/spreadsheets create_spreadsheet
    AB2 sheets/v3/spreadsheets/:spreadsheet_token patch_spreadsheet
    GB3 sheets/v3/spreadsheets/:spreadsheet_token get_spreadsheet
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id get_spreadsheet_sheet
    DB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/\
    filter delete_spreadsheet_sheet_filter
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/\
    filter get_spreadsheet_sheet_filter
    PB2 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/\
    filter create_spreadsheet_sheet_filter
    UB2 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/\
    filter update_spreadsheet_sheet_filter
    PB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/\
    filter_views create_spreadsheet_sheet_filter_view
    AB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/\
    :filter_view_id patch_spreadsheet_sheet_filter_view
    DB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/\
    :filter_view_id delete_spreadsheet_sheet_filter_view
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/\
    :filter_view_id get_spreadsheet_sheet_filter_view
    PB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/:filter_view_id/\
    conditions
    DB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/:filter_view_id/\
    conditions/:condition_id
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/:filter_view_id/\
    conditions/:condition_id get_spreadsheet_sheet_filter_view_condition
    UB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/:filter_view_id/\
    conditions/:condition_id
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/:filter_view_id/\
    conditions/query
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/filter_views/\
    query query_spreadsheet_sheet_filter_view
    PB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/find find_spreadsheet_sheet
    PB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/\
    float_images create_spreadsheet_sheet_float_image
    AB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/float_images/\
    :float_image_id patch_spreadsheet_sheet_float_image
    DB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/float_images/\
    :float_image_id delete_spreadsheet_sheet_float_image
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/float_images/\
    :float_image_id get_spreadsheet_sheet_float_image
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/float_images/\
    query query_spreadsheet_sheet_float_image
    PB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/\
    move_dimension move_dimension_spreadsheet_sheet
    PB2 sheets/v3/spreadsheets/:spreadsheet_token/sheets/:sheet_id/\
    replace replace_spreadsheet_sheet
    GB3 sheets/v3/spreadsheets/:spreadsheet_token/sheets/query query_spreadsheet_sheet
    GU8 spark/v1/apps list_app
    PU8 spark/v1/apps create_app
    AU8 spark/v1/apps/:app_id patch_app
    GU8 spark/v1/apps/:app_id/access-scope get_app_visibility_app
    UU0 spark/v1/apps/:app_id/access-scope update_app_visibility_app
    GU7 spark/v1/apps/:app_id/enums get_enum_list_app_enum
    GU7 spark/v1/apps/:app_id/enums/:enum_name get_enum_detail_app_enum
    PU7 spark/v1/apps/:app_id/sql_commands sql_commands_app
    GU7 spark/v1/apps/:app_id/storage download_app_storage
    PU6 spark/v1/apps/:app_id/storage/upload upload_app_storage
    PU7 spark/v1/apps/:app_id/storage/upload/complete upload_complete_app_storage
    PU7 spark/v1/apps/:app_id/storage/upload/initialize upload_initialize_app_storage
    PU7 spark/v1/apps/:app_id/storage/upload/part upload_part_app_storage
    GU7 spark/v1/apps/:app_id/tables get_table_list_app_table
    GU7 spark/v1/apps/:app_id/tables/:table_name get_table_detail_app_table
    AU7 spark/v1/apps/:app_id/tables/:table_name/records patch_table_records_app_table
    DU7 spark/v1/apps/:app_id/tables/:table_name/records delete_table_records_app_table
    GU7 spark/v1/apps/:app_id/tables/:table_name/records get_table_record_list_app_table
    PU7 spark/v1/apps/:app_id/tables/:table_name/records post_table_records_app_table
    AU7 spark/v1/apps/:app_id/tables/:table_name/\
    records_batch_update batch_update_table_records_app_table
    PU8 spark/v1/apps/:app_id/upload_and_release_html_code upload_html_code_and_release_app
    GU7 spark/v1/apps/:app_id/views/:view_name/records get_view_record_list_app_view
    PB9 spark/v1/directory/user/id_convert id_convert_directory_user
    PU8 spark/v1/icon icon_app
    PT0 speech_to_text/v1/speech/file_recognize file_recognize_speech
    PT0 speech_to_text/v1/speech/stream_recognize stream_recognize_speech
    PB0 suite/docs-api/meta
    PU0 suite/docs-api/search/object
    GB4 task/v1/tasks list_task
    PB3 task/v1/tasks create_task
    AB4 task/v1/tasks/:task_id patch_task
    DB4 task/v1/tasks/:task_id delete_task
    GB4 task/v1/tasks/:task_id get_task
    PB4 task/v1/tasks/:task_id/batch_delete_collaborator batch_delete_collaborator_task
    PB4 task/v1/tasks/:task_id/batch_delete_follower batch_delete_follower_task
    GB4 task/v1/tasks/:task_id/collaborators list_task_collaborator
    PB3 task/v1/tasks/:task_id/collaborators create_task_collaborator
    DB4 task/v1/tasks/:task_id/collaborators/:collaborator_id delete_task_collaborator
    GB4 task/v1/tasks/:task_id/comments list_task_comment
    PB4 task/v1/tasks/:task_id/comments create_task_comment
    DB4 task/v1/tasks/:task_id/comments/:comment_id delete_task_comment
    GB4 task/v1/tasks/:task_id/comments/:comment_id get_task_comment
    UB4 task/v1/tasks/:task_id/comments/:comment_id update_task_comment
    PB4 task/v1/tasks/:task_id/complete complete_task
    GB0 task/v1/tasks/:task_id/followers list_task_follower
    PB4 task/v1/tasks/:task_id/followers create_task_follower
    DB4 task/v1/tasks/:task_id/followers/:follower_id delete_task_follower
    GB4 task/v1/tasks/:task_id/reminders list_task_reminder
    PB4 task/v1/tasks/:task_id/reminders create_task_reminder
    DB4 task/v1/tasks/:task_id/reminders/:reminder_id delete_task_reminder
    PB4 task/v1/tasks/:task_id/uncomplete uncomplete_task
    GB4 task/v2/attachments list_attachment
    DB4 task/v2/attachments/:attachment_guid delete_attachment
    GB4 task/v2/attachments/:attachment_guid get_attachment
    PB7 task/v2/attachments/upload upload_attachment
    GB4 task/v2/comments list_comment
    PB4 task/v2/comments create_comment
    AB4 task/v2/comments/:comment_id patch_comment
    DB4 task/v2/comments/:comment_id delete_comment
    GB4 task/v2/comments/:comment_id get_comment
    GB3 task/v2/custom_fields list_custom_field
    PB3 task/v2/custom_fields create_custom_field
    AB3 task/v2/custom_fields/:custom_field_guid patch_custom_field
    GB3 task/v2/custom_fields/:custom_field_guid get_custom_field
    PB3 task/v2/custom_fields/:custom_field_guid/add add_custom_field
    PB3 task/v2/custom_fields/:custom_field_guid/options create_custom_field_option
    AB3 task/v2/custom_fields/:custom_field_guid/options/:option_guid patch_custom_field_option
    PB3 task/v2/custom_fields/:custom_field_guid/remove remove_custom_field
    GB4 task/v2/sections list_section
    PB4 task/v2/sections create_section
    AB4 task/v2/sections/:section_guid patch_section
    DB4 task/v2/sections/:section_guid delete_section
    GB4 task/v2/sections/:section_guid get_section
    GB4 task/v2/sections/:section_guid/tasks tasks_section
    GU0 task/v2/task_v2/list_related_task list_related_task_task_v2
    PB0 task/v2/task_v2/task_subscription task_subscription_task_v2
    GB4 task/v2/tasklists list_tasklist
    PB4 task/v2/tasklists create_tasklist
    AB4 task/v2/tasklists/:tasklist_guid patch_tasklist
    DB4 task/v2/tasklists/:tasklist_guid delete_tasklist
    GB4 task/v2/tasklists/:tasklist_guid get_tasklist
    GB3 task/v2/tasklists/:tasklist_guid/\
    activity_subscriptions list_tasklist_activity_subscription
    PB3 task/v2/tasklists/:tasklist_guid/\
    activity_subscriptions create_tasklist_activity_subscription
    AB3 task/v2/tasklists/:tasklist_guid/activity_subscriptions/\
    :activity_subscription_guid patch_tasklist_activity_subscription
    DB3 task/v2/tasklists/:tasklist_guid/activity_subscriptions/\
    :activity_subscription_guid delete_tasklist_activity_subscription
    GB3 task/v2/tasklists/:tasklist_guid/activity_subscriptions/\
    :activity_subscription_guid get_tasklist_activity_subscription
    PB4 task/v2/tasklists/:tasklist_guid/add_members add_members_tasklist
    PB4 task/v2/tasklists/:tasklist_guid/remove_members remove_members_tasklist
    GB4 task/v2/tasklists/:tasklist_guid/tasks tasks_tasklist
    PU0 task/v2/tasklists/search search_tasklist
    GB4 task/v2/tasks list_task
    PB7 task/v2/tasks create_task
    AB7 task/v2/tasks/:task_guid patch_task
    DB7 task/v2/tasks/:task_guid delete_task
    GB7 task/v2/tasks/:task_guid get_task
    PB3 task/v2/tasks/:task_guid/add_dependencies add_dependencies_task
    PB3 task/v2/tasks/:task_guid/add_members add_members_task
    PB3 task/v2/tasks/:task_guid/add_reminders add_reminders_task
    PB4 task/v2/tasks/:task_guid/add_tasklist add_tasklist_task
    PB3 task/v2/tasks/:task_guid/remove_dependencies remove_dependencies_task
    PB3 task/v2/tasks/:task_guid/remove_members remove_members_task
    PB3 task/v2/tasks/:task_guid/remove_reminders remove_reminders_task
    PB4 task/v2/tasks/:task_guid/remove_tasklist remove_tasklist_task
    PB0 task/v2/tasks/:task_guid/set_ancestor_task set_ancestor_task_task
    GB4 task/v2/tasks/:task_guid/subtasks list_task_subtask
    PB7 task/v2/tasks/:task_guid/subtasks create_task_subtask
    GB4 task/v2/tasks/:task_guid/tasklists tasklists_task
    PU0 task/v2/tasks/search search_task
    GT3 tenant/v2/tenant/assign_info_list/query query_tenant_product_assign_info
    GT4 tenant/v2/tenant/query query_tenant
    PT0 translation/v1/text/detect detect_text
    PT0 translation/v1/text/translate translate_text
    GB4 trust_party/v1/collaboration_tenants list_collaboration_tenant
    GB6 trust_party/v1/collaboration_tenants/:target_tenant_key get_collaboration_tenant
    GB6 trust_party/v1/collaboration_tenants/:target_tenant_key/collaboration_departments/\
    :target_department_id
    GB6 trust_party/v1/collaboration_tenants/:target_tenant_key/collaboration_users/\
    :target_user_id get_collaboration_tenant_collaboration_user
    GB4 trust_party/v1/collaboration_tenants/:target_tenant_key/\
    visible_organization visible_organization_collaboration_tenant
    GT0 unified_kms/v1/autonomous_keys list_autonomous_key
    PT0 unified_kms/v1/autonomous_keys create_autonomous_key
    DT0 unified_kms/v1/autonomous_keys/:key_version_id delete_autonomous_key
    GT0 unified_kms/v1/autonomous_keys/:key_version_id get_autonomous_key
    DT0 unified_kms/v1/autonomous_keys/:key_version_id/\
    deletion_plan delete_autonomous_key_deletion_plan
    PT0 unified_kms/v1/autonomous_keys/:key_version_id/\
    deletion_plan create_autonomous_key_deletion_plan
    PT0 unified_kms/v1/autonomous_keys/:key_version_id/recover create_autonomous_key_recover
    GT0 unified_kms/v1/key_import_material get_key_import_material
    GT0 user/v4/app_admin_user/list
    GT3 vc/v1/alerts list_alert
    GB0 vc/v1/bots/events events_bot
    PB0 vc/v1/bots/join join_bot
    PB0 vc/v1/bots/leave leave_bot
    PB0 vc/v1/bots/message message_bot
    GB0 vc/v1/bots/user_active_meeting user_active_meeting_bot
    GB3 vc/v1/exports/:task_id get_export
    GB3 vc/v1/exports/download download_export
    PB3 vc/v1/exports/meeting_list meeting_list_export
    PB3 vc/v1/exports/participant_list participant_list_export
    PB3 vc/v1/exports/participant_quality_list participant_quality_list_export
    PB3 vc/v1/exports/resource_reservation_list resource_reservation_list_export
    GB3 vc/v1/meeting_list get_meeting_list
    GB4 vc/v1/meetings/:meeting_id get_meeting
    AU4 vc/v1/meetings/:meeting_id/end end_meeting
    AU4 vc/v1/meetings/:meeting_id/invite invite_meeting
    PT4 vc/v1/meetings/:meeting_id/kickout kickout_meeting
    GB4 vc/v1/meetings/:meeting_id/recording get_meeting_recording
    AU4 vc/v1/meetings/:meeting_id/recording/set_permission set_permission_meeting_recording
    AU0 vc/v1/meetings/:meeting_id/recording/start start_meeting_recording
    AU0 vc/v1/meetings/:meeting_id/recording/stop stop_meeting_recording
    AB4 vc/v1/meetings/:meeting_id/set_host set_host_meeting
    GB3 vc/v1/meetings/list_by_no list_by_no_meeting
    PU3 vc/v1/meetings/search search_meeting
    PU0 vc/v1/meetings/subscription subscription_meeting
    PU0 vc/v1/meetings/unsubscription unsubscription_meeting
    GB4 vc/v1/notes/:note_id get_note
    PU0 vc/v1/notes/subscription subscription_note
    PU0 vc/v1/notes/unsubscription unsubscription_note
    GB3 vc/v1/participant_list get_participant_list
    GB3 vc/v1/participant_quality_list get_participant_quality_list
    GT0 vc/v1/reports/get_daily get_daily_report
    GT0 vc/v1/reports/get_top_user get_top_user_report
    AT3 vc/v1/reserve_configs/:reserve_config_id patch_reserve_config
    AT3 vc/v1/reserve_configs/:reserve_config_id/admin patch_reserve_config_admin
    GT3 vc/v1/reserve_configs/:reserve_config_id/admin get_reserve_config_admin
    AT3 vc/v1/reserve_configs/:reserve_config_id/\
    disable_inform patch_reserve_config_disable_inform
    GT3 vc/v1/reserve_configs/:reserve_config_id/disable_inform get_reserve_config_disable_inform
    AT3 vc/v1/reserve_configs/:reserve_config_id/form patch_reserve_config_form
    GT3 vc/v1/reserve_configs/:reserve_config_id/form get_reserve_config_form
    GT3 vc/v1/reserve_configs/reserve_scope reserve_scope_reserve_config
    DB4 vc/v1/reserves/:reserve_id delete_reserve
    GB4 vc/v1/reserves/:reserve_id get_reserve
    UB4 vc/v1/reserves/:reserve_id update_reserve
    GB4 vc/v1/reserves/:reserve_id/get_active_meeting get_active_meeting_reserve
    PB4 vc/v1/reserves/apply apply_reserve
    GB3 vc/v1/resource_reservation_list get_resource_reservation_list
    GT0 vc/v1/room_configs/query query_room_config
    PT0 vc/v1/room_configs/set set_room_config
    PT0 vc/v1/room_configs/set_checkboard_access_code set_checkboard_access_code_room_config
    PT0 vc/v1/room_configs/set_room_access_code set_room_access_code_room_config
    GT4 vc/v1/room_levels list_room_level
    PT2 vc/v1/room_levels create_room_level
    AT2 vc/v1/room_levels/:room_level_id patch_room_level
    GT4 vc/v1/room_levels/:room_level_id get_room_level
    PT2 vc/v1/room_levels/del del_room_level
    PT4 vc/v1/room_levels/mget mget_room_level
    GT4 vc/v1/room_levels/search search_room_level
    GT4 vc/v1/rooms list_room
    PT2 vc/v1/rooms create_room
    AT2 vc/v1/rooms/:room_id patch_room
    DT2 vc/v1/rooms/:room_id delete_room
    GT4 vc/v1/rooms/:room_id get_room
    PT4 vc/v1/rooms/mget mget_room
    PU4 vc/v1/rooms/search search_room
    GT4 vc/v1/scope_config get_scope_config
    PT2 vc/v1/scope_config create_scope_config
    GT0 verification/v1/verification get_verification
    PU0 wiki/v1/nodes/search search_node
    GB3 wiki/v2/spaces list_space
    PU1 wiki/v2/spaces create_space
    GB3 wiki/v2/spaces/:space_id get_space
    GB3 wiki/v2/spaces/:space_id/members list_space_member
    PB3 wiki/v2/spaces/:space_id/members create_space_member
    DB3 wiki/v2/spaces/:space_id/members/:member_id delete_space_member
    GB3 wiki/v2/spaces/:space_id/nodes list_space_node
    PB3 wiki/v2/spaces/:space_id/nodes create_space_node
    PB3 wiki/v2/spaces/:space_id/nodes/:node_token/copy copy_space_node
    PB3 wiki/v2/spaces/:space_id/nodes/:node_token/move move_space_node
    PB3 wiki/v2/spaces/:space_id/nodes/:node_token/update_title update_title_space_node
    PB3 wiki/v2/spaces/:space_id/nodes/move_docs_to_wiki move_docs_to_wiki_space_node
    UB3 wiki/v2/spaces/:space_id/setting update_space_setting
    GB3 wiki/v2/spaces/get_node get_node_space
    GB3 wiki/v2/tasks/:task_id get_task
    PT8 workplace/v1/custom_workplace_access_data/search search_custom_workplace_access_data
    PT8 workplace/v1/workplace_access_data/search search_workplace_access_data
    PT8 workplace/v1/workplace_block_access_data/search search_workplace_block_access_data
    """
}
