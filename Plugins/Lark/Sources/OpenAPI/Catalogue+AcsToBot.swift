/// The services from `acs` to `bot`; see `Catalogue.pages`.
extension Catalogue {
  static let acsToBot = """
    GT0 acs/v1/access_records list_access_record
    GT0 acs/v1/access_records/:access_record_id/access_photo get_access_record_access_photo
    GT0 acs/v1/devices list_device
    DU6 acs/v1/rule_external delete_rule_external
    GU6 acs/v1/rule_external get_rule_external
    PU6 acs/v1/rule_external create_rule_external
    PU6 acs/v1/rule_external/device_bind device_bind_rule_external
    GT0 acs/v1/users list_user
    AT0 acs/v1/users/:user_id patch_user
    GT0 acs/v1/users/:user_id get_user
    GT0 acs/v1/users/:user_id/face get_user_face
    UT0 acs/v1/users/:user_id/face update_user_face
    PU6 acs/v1/visitors create_visitor
    DU6 acs/v1/visitors/:visitor_id delete_visitor
    GT0 admin/v1/admin_dept_stats list_admin_dept_stat
    GT0 admin/v1/admin_user_stats list_admin_user_stat
    GT3 admin/v1/audit_infos list_audit_info
    PT2 admin/v1/badge_images create_badge_image
    GT3 admin/v1/badges list_badge
    PT3 admin/v1/badges create_badge
    GT3 admin/v1/badges/:badge_id get_badge
    UT3 admin/v1/badges/:badge_id update_badge
    GT3 admin/v1/badges/:badge_id/grants list_badge_grant
    PT3 admin/v1/badges/:badge_id/grants create_badge_grant
    DT3 admin/v1/badges/:badge_id/grants/:grant_id delete_badge_grant
    GT3 admin/v1/badges/:badge_id/grants/:grant_id get_badge_grant
    UT3 admin/v1/badges/:badge_id/grants/:grant_id update_badge_grant
    PT7 admin/v1/password/reset reset_password
    PU0 aily/v1/agents/:agent_id/agent_visibility/check check_agent_agent_visibility
    GB0 aily/v1/agents/:agent_id/artifacts/:agent_artifact_id get_agent_agent_artifact
    PB0 aily/v1/agents/:agent_id/attachments create_agent_agent_attachment
    PB0 aily/v1/agents/:agent_id/chats create_agent_agent_chat
    GB0 aily/v1/agents/:agent_id/chats/:agent_chat_id get_agent_agent_chat
    GB0 aily/v1/agents/:agent_id/sessions list_agent_agent_chat_session
    PB0 aily/v1/agents/:agent_id/sessions create_agent_agent_chat_session
    DB0 aily/v1/agents/:agent_id/sessions/:agent_chat_session_id delete_agent_agent_chat_session
    GB0 aily/v1/agents/:agent_id/sessions/:agent_chat_session_id get_agent_agent_chat_session
    GT0 aily/v1/app_stats list_tenant_app_stat
    GB8 aily/v1/apps/:app_id/data_asset_tags list_app_data_asset_tag
    GB7 aily/v1/apps/:app_id/data_assets list_app_data_asset
    PB8 aily/v1/apps/:app_id/data_assets create_app_data_asset
    DB8 aily/v1/apps/:app_id/data_assets/:data_asset_id delete_app_data_asset
    GB8 aily/v1/apps/:app_id/data_assets/:data_asset_id get_app_data_asset
    PB6 aily/v1/apps/:app_id/data_assets/upload_file upload_file_app_data_asset
    PB3 aily/v1/apps/:app_id/knowledges/ask ask_app_knowledge
    GB4 aily/v1/apps/:app_id/skills list_app_skill
    GB4 aily/v1/apps/:app_id/skills/:skill_id get_app_skill
    PB3 aily/v1/apps/:app_id/skills/:skill_id/start start_app_skill
    PB4 aily/v1/sessions create_aily_session
    DB4 aily/v1/sessions/:aily_session_id delete_aily_session
    GB4 aily/v1/sessions/:aily_session_id get_aily_session
    UB4 aily/v1/sessions/:aily_session_id update_aily_session
    GB4 aily/v1/sessions/:aily_session_id/messages list_aily_session_aily_message
    PB4 aily/v1/sessions/:aily_session_id/messages create_aily_session_aily_message
    GB4 aily/v1/sessions/:aily_session_id/messages/:aily_message_id get_aily_session_aily_message
    GB4 aily/v1/sessions/:aily_session_id/runs list_aily_session_run
    PB3 aily/v1/sessions/:aily_session_id/runs create_aily_session_run
    GB4 aily/v1/sessions/:aily_session_id/runs/:run_id get_aily_session_run
    PB4 aily/v1/sessions/:aily_session_id/runs/:run_id/cancel cancel_aily_session_run
    GU7 apaas/v1/applications/:namespace/audit_log get_application_audit_log
    GU7 apaas/v1/applications/:namespace/audit_log/\
    audit_log_list audit_log_list_application_audit_log
    GU7 apaas/v1/applications/:namespace/audit_log/data_change_log_detail
    GU7 apaas/v1/applications/:namespace/audit_log/\
    data_change_logs_list data_change_logs_list_application_audit_log
    GT7 apaas/v1/applications/:namespace/environment_variables/\
    :environment_variable_api_name get_application_environment_variable
    PT7 apaas/v1/applications/:namespace/environment_variables/\
    query query_application_environment_variable
    PT3 apaas/v1/applications/:namespace/flows/:flow_id/execute execute_application_flow
    PT7 apaas/v1/applications/:namespace/functions/:function_api_name/\
    invoke invoke_application_function
    PT4 apaas/v1/applications/:namespace/objects/:object_api_name/\
    records create_application_object_record
    AT4 apaas/v1/applications/:namespace/objects/:object_api_name/records/\
    :id patch_application_object_record
    DT4 apaas/v1/applications/:namespace/objects/:object_api_name/records/\
    :id delete_application_object_record
    PT4 apaas/v1/applications/:namespace/objects/:object_api_name/records/:id/\
    query query_application_object_record
    PT4 apaas/v1/applications/:namespace/objects/:object_api_name/records/\
    batch_create batch_create_application_object_record
    DT4 apaas/v1/applications/:namespace/objects/:object_api_name/records/\
    batch_delete batch_delete_application_object_record
    PT4 apaas/v1/applications/:namespace/objects/:object_api_name/records/\
    batch_query batch_query_application_object_record
    AT4 apaas/v1/applications/:namespace/objects/:object_api_name/records/\
    batch_update batch_update_application_object_record
    PT4 apaas/v1/applications/:namespace/objects/oql_query oql_query_application_object
    PT4 apaas/v1/applications/:namespace/objects/search search_application_object
    PT3 apaas/v1/applications/:namespace/record_permissions/:record_permission_api_name/member/\
    batch_create_authorization batch_create_authorization_application_record_permission_member
    PT3 apaas/v1/applications/:namespace/record_permissions/:record_permission_api_name/member/\
    batch_remove_authorization batch_remove_authorization_application_record_permission_member
    GT3 apaas/v1/applications/:namespace/roles/:role_api_name/member get_application_role_member
    PT3 apaas/v1/applications/:namespace/roles/:role_api_name/member/batch_create_authorization
    PT3 apaas/v1/applications/:namespace/roles/:role_api_name/member/batch_remove_authorization
    PT3 apaas/v1/approval_instances/:approval_instance_id/cancel cancel_approval_instance
    PT3 apaas/v1/approval_tasks/:approval_task_id/add_assignee add_assignee_approval_task
    PT3 apaas/v1/approval_tasks/:approval_task_id/agree agree_approval_task
    PT3 apaas/v1/approval_tasks/:approval_task_id/reject reject_approval_task
    PT3 apaas/v1/approval_tasks/:approval_task_id/transfer transfer_approval_task
    GU7 apaas/v1/apps list_app
    GU7 apaas/v1/seat_activities list_seat_activity
    GU5 apaas/v1/seat_assignments list_seat_assignment
    PU0 apaas/v1/tenant_app_metrics/query query_tenant_app_metrics
    PT3 apaas/v1/user_task/query query_user_task
    PT3 apaas/v1/user_tasks/:task_id/cc cc_user_task
    PT3 apaas/v1/user_tasks/:task_id/chat_group chat_group_user_task
    PT3 apaas/v1/user_tasks/:task_id/expediting expediting_user_task
    PT3 apaas/v1/user_tasks/:task_id/rollback rollback_user_task
    PT3 apaas/v1/user_tasks/:task_id/rollback_points rollback_points_user_task
    GU7 apaas/v1/workspaces/:workspace_id/enums list_workspace_enum
    GU7 apaas/v1/workspaces/:workspace_id/enums/:enum_name enum_get_workspace_enum
    PU7 apaas/v1/workspaces/:workspace_id/sql_commands sql_commands_workspace
    GU7 apaas/v1/workspaces/:workspace_id/tables list_workspace_table
    GU7 apaas/v1/workspaces/:workspace_id/tables/:table_name table_get_workspace_table
    AU7 apaas/v1/workspaces/:workspace_id/tables/:table_name/records records_patch_workspace_table
    DU7 apaas/v1/workspaces/:workspace_id/tables/:table_name/\
    records records_delete_workspace_table
    GU7 apaas/v1/workspaces/:workspace_id/tables/:table_name/records records_get_workspace_table
    PU7 apaas/v1/workspaces/:workspace_id/tables/:table_name/records records_post_workspace_table
    AU7 apaas/v1/workspaces/:workspace_id/tables/:table_name/\
    records_batch_update records_batch_update_workspace_table
    GU7 apaas/v1/workspaces/:workspace_id/views/:view_name/records views_get_workspace_view
    GT0 application/v1/user/visible_apps
    GT0 application/v2/app/visibility
    GT0 application/v3/app/list
    PT0 application/v3/app/update_visibility
    GT0 application/v3/is_user_admin
    GU4 application/v5/applications/favourite favourite_application
    GU4 application/v5/applications/recommend recommend_application
    PT0 application/v6/app_badge/set set_app_badge
    GT0 application/v6/app_recommend_rules list_app_recommend_rule
    GT3 application/v6/applications list_application
    AT7 application/v6/applications/:app_id patch_application
    GT9 application/v6/applications/:app_id get_application
    PT3 application/v6/applications/:app_id/app_usage/\
    department_overview department_overview_application_app_usage
    PT3 application/v6/applications/:app_id/app_usage/message_push_overview
    PT3 application/v6/applications/:app_id/app_usage/overview overview_application_app_usage
    GT3 application/v6/applications/:app_id/app_versions list_application_app_version
    AT0 application/v6/applications/:app_id/app_versions/:version_id patch_application_app_version
    GT3 application/v6/applications/:app_id/app_versions/:version_id get_application_app_version
    GT3 application/v6/applications/:app_id/app_versions/:version_id/contacts_range_suggest
    GB1 application/v6/applications/:app_id/collaborators get_application_collaborators
    UB1 application/v6/applications/:app_id/collaborators update_application_collaborators
    AT2 application/v6/applications/:app_id/contacts_range patch_application_contacts_range
    GT3 application/v6/applications/:app_id/\
    contacts_range_configuration contacts_range_configuration_application
    GT3 application/v6/applications/:app_id/feedbacks list_application_feedback
    AT3 application/v6/applications/:app_id/feedbacks/:feedback_id patch_application_feedback
    UT1 application/v6/applications/:app_id/management update_application_management
    UB3 application/v6/applications/:app_id/owner update_application_owner
    AT2 application/v6/applications/:app_id/visibility patch_application_visibility
    PT4 application/v6/applications/:app_id/visibility/check_white_black_list
    GT0 application/v6/applications/underauditlist underauditlist_application
    GT0 application/v6/scopes list_scope
    PT0 application/v6/scopes/apply apply_scope
    PB1 application/v7/app_avatar/upload create_app_avatar_upload
    AB3 application/v7/applications/:app_id/ability patch_application_ability
    AB3 application/v7/applications/:app_id/base patch_application_base
    AB3 application/v7/applications/:app_id/config patch_application_config
    PB2 application/v7/applications/:app_id/publish create_application_publish
    PT4 approval/v1/message/send
    PT0 approval/v1/message/update
    PT4 approval/v4/approvals create_approval
    GT3 approval/v4/approvals/:approval_code get_approval
    PT3 approval/v4/approvals/:approval_code/subscribe subscribe_approval
    PT3 approval/v4/approvals/:approval_code/unsubscribe unsubscribe_approval
    GB7 approval/v4/districts list_district
    PB3 approval/v4/districts/search search_district
    PT4 approval/v4/external_approvals create_external_approval
    GT4 approval/v4/external_approvals/:approval_code get_external_approval
    PT4 approval/v4/external_instances create_external_instance
    PT4 approval/v4/external_instances/check check_external_instance
    GT4 approval/v4/external_tasks list_external_task
    GT3 approval/v4/instances list_instance
    PT3 approval/v4/instances create_instance
    GT4 approval/v4/instances/:instance_id get_instance
    GT4 approval/v4/instances/:instance_id/comments list_instance_comment
    PT4 approval/v4/instances/:instance_id/comments create_instance_comment
    DT4 approval/v4/instances/:instance_id/comments/:comment_id delete_instance_comment
    PT4 approval/v4/instances/:instance_id/comments/remove remove_instance_comment
    PU0 approval/v4/instances/add_cc add_cc_instance
    PT0 approval/v4/instances/add_sign add_sign_instance
    PT3 approval/v4/instances/cancel cancel_instance
    PT3 approval/v4/instances/cc cc_instance
    GU0 approval/v4/instances/detail detail_instance
    GU0 approval/v4/instances/initiated initiated_instance
    PT0 approval/v4/instances/preview preview_instance
    PT4 approval/v4/instances/query query_instance
    PU0 approval/v4/instances/recall recall_instance
    PU0 approval/v4/instances/remind remind_instance
    PT4 approval/v4/instances/search_cc search_cc_instance
    PT4 approval/v4/instances/specified_rollback specified_rollback_instance
    DU0 approval/v4/instances/subscription unsubscription_instance
    PU0 approval/v4/instances/subscription subscription_instance
    GU0 approval/v4/tasks list_task
    PU0 approval/v4/tasks/add_sign add_sign_task
    PT3 approval/v4/tasks/approve approve_task
    PU0 approval/v4/tasks/forward forward_task
    PU0 approval/v4/tasks/pass pass_task
    GB0 approval/v4/tasks/query query_task
    PU0 approval/v4/tasks/refuse refuse_task
    PT3 approval/v4/tasks/reject reject_task
    PT3 approval/v4/tasks/resubmit resubmit_task
    PU0 approval/v4/tasks/rollback rollback_task
    PT4 approval/v4/tasks/search search_task
    DU0 approval/v4/tasks/subscription unsubscription_task
    PU0 approval/v4/tasks/subscription subscription_task
    PT3 approval/v4/tasks/transfer transfer_task
    PT9 attendance/v1/approval_infos/process process_approval_info
    GB9 attendance/v1/archive_rule list_archive_rule
    PB9 attendance/v1/archive_rule/del_report del_report_archive_rule
    PB9 attendance/v1/archive_rule/upload_report upload_report_archive_rule
    PB9 attendance/v1/archive_rule/user_stats_fields_query user_stats_fields_query_archive_rule
    GT9 attendance/v1/files/:file_id/download download_file
    PT9 attendance/v1/files/upload upload_file
    GT9 attendance/v1/groups list_group
    PT9 attendance/v1/groups create_group
    DT9 attendance/v1/groups/:group_id delete_group
    GT9 attendance/v1/groups/:group_id get_group
    GB9 attendance/v1/groups/:group_id/list_user list_user_group
    PT9 attendance/v1/groups/search search_group
    AT9 attendance/v1/leave_accrual_record/:leave_id patch_leave_accrual_record
    GT9 attendance/v1/leave_employ_expire_records/:leave_id get_leave_employ_expire_record
    GT9 attendance/v1/shifts list_shift
    PT9 attendance/v1/shifts create_shift
    DT9 attendance/v1/shifts/:shift_id delete_shift
    GT9 attendance/v1/shifts/:shift_id get_shift
    PT9 attendance/v1/shifts/query query_shift
    PT9 attendance/v1/user_approvals create_user_approval
    PT9 attendance/v1/user_approvals/query query_user_approval
    PT9 attendance/v1/user_daily_shifts/batch_create batch_create_user_daily_shift
    PB9 attendance/v1/user_daily_shifts/batch_create_temp batch_create_temp_user_daily_shift
    PT9 attendance/v1/user_daily_shifts/query query_user_daily_shift
    GT9 attendance/v1/user_flows/:user_flow_id get_user_flow
    PT9 attendance/v1/user_flows/batch_create batch_create_user_flow
    PT7 attendance/v1/user_flows/batch_del batch_del_user_flow
    PT9 attendance/v1/user_flows/query query_user_flow
    PT9 attendance/v1/user_settings/modify modify_user_setting
    GT9 attendance/v1/user_settings/query query_user_setting
    PT9 attendance/v1/user_stats_datas/query query_user_stats_data
    PT9 attendance/v1/user_stats_fields/query query_user_stats_field
    UT9 attendance/v1/user_stats_views/:user_stats_view_id update_user_stats_view
    PT9 attendance/v1/user_stats_views/query query_user_stats_view
    PT9 attendance/v1/user_task_remedys create_user_task_remedy
    PT9 attendance/v1/user_task_remedys/query query_user_task_remedy
    PT9 attendance/v1/user_task_remedys/query_user_allowed_remedys
    PB9 attendance/v1/user_tasks/query query_user_task
    PN0 auth/v3/app_access_token create_app_access_token
    PN0 auth/v3/app_access_token/internal internal_app_access_token
    PN0 auth/v3/app_ticket/resend resend_app_ticket
    PN0 auth/v3/tenant_access_token create_tenant_access_token
    PN0 auth/v3/tenant_access_token/internal internal_tenant_access_token
    PN0 authen/v1/access_token create_access_token
    GN4 authen/v1/authorize
    GN4 authen/v1/index
    PN4 authen/v1/oidc/access_token create_oidc_access_token
    PN4 authen/v1/oidc/refresh_access_token create_oidc_refresh_access_token
    PN0 authen/v1/refresh_access_token create_refresh_access_token
    GU0 authen/v1/user_info get_user_info
    PN4 authen/v2/oauth/token
    GB4 baike/v1/classifications list_classification
    PB3 baike/v1/drafts create_draft
    UB3 baike/v1/drafts/:draft_id update_draft
    GB4 baike/v1/entities list_entity
    PB3 baike/v1/entities create_entity
    GB4 baike/v1/entities/:entity_id get_entity
    UB3 baike/v1/entities/:entity_id update_entity
    PB3 baike/v1/entities/extract extract_entity
    PB4 baike/v1/entities/highlight highlight_entity
    PB4 baike/v1/entities/match match_entity
    PB4 baike/v1/entities/search search_entity
    GB4 baike/v1/files/:file_token/download download_file
    PB4 baike/v1/files/upload upload_file
    GB8 base/v2/apps/:app_token/roles list_app_role
    PB7 base/v2/apps/:app_token/roles create_app_role
    UB7 base/v2/apps/:app_token/roles/:role_id update_app_role
    PB2 bitable/v1/apps create_app
    GB8 bitable/v1/apps/:app_token get_app
    UB7 bitable/v1/apps/:app_token update_app
    GB2 bitable/v1/apps/:app_token/block_workflows list_app_block_workflow
    PB2 bitable/v1/apps/:app_token/copy copy_app
    GB8 bitable/v1/apps/:app_token/dashboards list_app_dashboard
    PB7 bitable/v1/apps/:app_token/dashboards/:block_id/copy copy_app_dashboard
    GB8 bitable/v1/apps/:app_token/roles list_app_role
    PB7 bitable/v1/apps/:app_token/roles create_app_role
    DB7 bitable/v1/apps/:app_token/roles/:role_id delete_app_role
    UB7 bitable/v1/apps/:app_token/roles/:role_id update_app_role
    GB8 bitable/v1/apps/:app_token/roles/:role_id/members list_app_role_member
    PB7 bitable/v1/apps/:app_token/roles/:role_id/members create_app_role_member
    DB7 bitable/v1/apps/:app_token/roles/:role_id/members/:member_id delete_app_role_member
    PB7 bitable/v1/apps/:app_token/roles/:role_id/members/\
    batch_create batch_create_app_role_member
    PB7 bitable/v1/apps/:app_token/roles/:role_id/members/\
    batch_delete batch_delete_app_role_member
    GB8 bitable/v1/apps/:app_token/tables list_app_table
    PB7 bitable/v1/apps/:app_token/tables create_app_table
    AB7 bitable/v1/apps/:app_token/tables/:table_id patch_app_table
    DB7 bitable/v1/apps/:app_token/tables/:table_id delete_app_table
    PB7 bitable/v1/apps/:app_token/tables/:table_id/field_groups create_app_table_field_group
    GB8 bitable/v1/apps/:app_token/tables/:table_id/fields list_app_table_field
    PB7 bitable/v1/apps/:app_token/tables/:table_id/fields create_app_table_field
    DB7 bitable/v1/apps/:app_token/tables/:table_id/fields/:field_id delete_app_table_field
    UB7 bitable/v1/apps/:app_token/tables/:table_id/fields/:field_id update_app_table_field
    AB7 bitable/v1/apps/:app_token/tables/:table_id/forms/:form_id patch_app_table_form
    GB8 bitable/v1/apps/:app_token/tables/:table_id/forms/:form_id get_app_table_form
    GB8 bitable/v1/apps/:app_token/tables/:table_id/forms/:form_id/\
    fields list_app_table_form_field
    AB7 bitable/v1/apps/:app_token/tables/:table_id/forms/:form_id/fields/\
    :field_id patch_app_table_form_field
    PB8 bitable/v1/apps/:app_token/tables/:table_id/forms/:form_id/upgrade upgrade_app_table_form
    GB8 bitable/v1/apps/:app_token/tables/:table_id/records list_app_table_record
    PB9 bitable/v1/apps/:app_token/tables/:table_id/records create_app_table_record
    DB9 bitable/v1/apps/:app_token/tables/:table_id/records/:record_id delete_app_table_record
    GB8 bitable/v1/apps/:app_token/tables/:table_id/records/:record_id get_app_table_record
    UB9 bitable/v1/apps/:app_token/tables/:table_id/records/:record_id update_app_table_record
    PB9 bitable/v1/apps/:app_token/tables/:table_id/records/\
    batch_create batch_create_app_table_record
    PB9 bitable/v1/apps/:app_token/tables/:table_id/records/\
    batch_delete batch_delete_app_table_record
    PB8 bitable/v1/apps/:app_token/tables/:table_id/records/batch_get batch_get_app_table_record
    PB9 bitable/v1/apps/:app_token/tables/:table_id/records/\
    batch_update batch_update_app_table_record
    PB8 bitable/v1/apps/:app_token/tables/:table_id/records/search search_app_table_record
    GB8 bitable/v1/apps/:app_token/tables/:table_id/views list_app_table_view
    PB7 bitable/v1/apps/:app_token/tables/:table_id/views create_app_table_view
    AB7 bitable/v1/apps/:app_token/tables/:table_id/views/:view_id patch_app_table_view
    DB7 bitable/v1/apps/:app_token/tables/:table_id/views/:view_id delete_app_table_view
    GB8 bitable/v1/apps/:app_token/tables/:table_id/views/:view_id get_app_table_view
    PB7 bitable/v1/apps/:app_token/tables/batch_create batch_create_app_table
    PB7 bitable/v1/apps/:app_token/tables/batch_delete batch_delete_app_table
    GB8 bitable/v1/apps/:app_token/workflows list_app_workflow
    UB7 bitable/v1/apps/:app_token/workflows/:workflow_id update_app_workflow
    PT0 block/v2/entities create_entity
    UT0 block/v2/entities/:block_id update_entity
    PT0 block/v2/message create_message
    GB9 board/v1/whiteboards/:whiteboard_id/download_as_image download_as_image_whiteboard
    GB7 board/v1/whiteboards/:whiteboard_id/nodes list_whiteboard_node
    PB9 board/v1/whiteboards/:whiteboard_id/nodes create_whiteboard_node
    DB0 board/v1/whiteboards/:whiteboard_id/nodes/batch_delete batch_delete_whiteboard_node
    PB6 board/v1/whiteboards/:whiteboard_id/nodes/plantuml create_plantuml_whiteboard_node
    GB2 board/v1/whiteboards/:whiteboard_id/theme theme_whiteboard
    PB3 board/v1/whiteboards/:whiteboard_id/update_theme update_theme_whiteboard
    GT0 bot/v3/info
    PU0 bot/v4/bot/search search_bot
    """
}
