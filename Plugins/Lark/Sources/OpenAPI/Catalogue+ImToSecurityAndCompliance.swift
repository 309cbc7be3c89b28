/// The services from `im` to `security_and_compliance`; see `Catalogue.pages`.
extension Catalogue {
  static let imToSecurityAndCompliance = """
    DT4 im/v1/batch_messages/:batch_message_id delete_batch_message
    GT4 im/v1/batch_messages/:batch_message_id/get_progress get_progress_batch_message
    GT4 im/v1/batch_messages/:batch_message_id/read_user read_user_batch_message
    GB4 im/v1/chats list_chat
    PB4 im/v1/chats create_chat
    DB4 im/v1/chats/:chat_id delete_chat
    GB4 im/v1/chats/:chat_id get_chat
    UB4 im/v1/chats/:chat_id update_chat
    AB4 im/v1/chats/:chat_id/announcement patch_chat_announcement
    GB4 im/v1/chats/:chat_id/announcement get_chat_announcement
    PB4 im/v1/chats/:chat_id/chat_tabs create_chat_tab
    DB4 im/v1/chats/:chat_id/chat_tabs/delete_tabs delete_tabs_chat_tab
    GB4 im/v1/chats/:chat_id/chat_tabs/list_tabs list_tabs_chat_tab
    PB4 im/v1/chats/:chat_id/chat_tabs/sort_tabs sort_tabs_chat_tab
    PB4 im/v1/chats/:chat_id/chat_tabs/update_tabs update_tabs_chat_tab
    PB4 im/v1/chats/:chat_id/link link_chat
    PB4 im/v1/chats/:chat_id/managers/add_managers add_managers_chat_managers
    PB4 im/v1/chats/:chat_id/managers/delete_managers delete_managers_chat_managers
    DB4 im/v1/chats/:chat_id/members delete_chat_members
    GB4 im/v1/chats/:chat_id/members get_chat_members
    PB4 im/v1/chats/:chat_id/members create_chat_members
    GB4 im/v1/chats/:chat_id/members/is_in_chat is_in_chat_chat_members
    AB4 im/v1/chats/:chat_id/members/me_join me_join_chat_members
    AT4 im/v1/chats/:chat_id/menu_items/:menu_item_id patch_chat_menu_item
    DT4 im/v1/chats/:chat_id/menu_tree delete_chat_menu_tree
    GT4 im/v1/chats/:chat_id/menu_tree get_chat_menu_tree
    PT4 im/v1/chats/:chat_id/menu_tree create_chat_menu_tree
    PT4 im/v1/chats/:chat_id/menu_tree/sort sort_chat_menu_tree
    GB4 im/v1/chats/:chat_id/moderation get_chat_moderation
    UB4 im/v1/chats/:chat_id/moderation update_chat_moderation
    PB4 im/v1/chats/:chat_id/top_notice/delete_top_notice delete_top_notice_chat_top_notice
    PB4 im/v1/chats/:chat_id/top_notice/put_top_notice put_top_notice_chat_top_notice
    GB4 im/v1/chats/search search_chat
    PB4 im/v1/files create_file
    GT4 im/v1/files/:file_key get_file
    PB4 im/v1/images create_image
    GT4 im/v1/images/:image_key get_image
    GB4 im/v1/messages list_message
    PB4 im/v1/messages create_message
    AB4 im/v1/messages/:message_id patch_message
    DB4 im/v1/messages/:message_id delete_message
    GB4 im/v1/messages/:message_id get_message
    UT4 im/v1/messages/:message_id update_message
    PB4 im/v1/messages/:message_id/forward forward_message
    PT4 im/v1/messages/:message_id/push_follow_up push_follow_up_message
    GB4 im/v1/messages/:message_id/reactions list_message_reaction
    PB4 im/v1/messages/:message_id/reactions create_message_reaction
    DB4 im/v1/messages/:message_id/reactions/:reaction_id delete_message_reaction
    GB4 im/v1/messages/:message_id/read_users read_users_message
    PB4 im/v1/messages/:message_id/reply reply_message
    GB4 im/v1/messages/:message_id/resources/:file_key get_message_resource
    AT4 im/v1/messages/:message_id/urgent_app urgent_app_message
    AT4 im/v1/messages/:message_id/urgent_phone urgent_phone_message
    AT4 im/v1/messages/:message_id/urgent_sms urgent_sms_message
    PT4 im/v1/messages/merge_forward merge_forward_message
    PB4 im/v1/messages/reactions/batch_query batch_query_message_reaction
    PB0 im/v1/messages/search search_message
    GB4 im/v1/pins list_pin
    PB4 im/v1/pins create_pin
    DB4 im/v1/pins/:message_id delete_pin
    PB4 im/v1/threads/:thread_id/forward forward_thread
    PT7 im/v2/app_feed_card create_app_feed_card
    DT7 im/v2/app_feed_card/batch delete_app_feed_card_batch
    UT7 im/v2/app_feed_card/batch update_app_feed_card_batch
    GT6 im/v2/biz_entity_tag_relation get_biz_entity_tag_relation
    PT6 im/v2/biz_entity_tag_relation create_biz_entity_tag_relation
    UT6 im/v2/biz_entity_tag_relation update_biz_entity_tag_relation
    UT7 im/v2/chat_button update_chat_button
    PB0 im/v2/chats/search search_chat
    AT4 im/v2/feed_cards/:feed_card_id patch_feed_card
    AT4 im/v2/feed_cards/bot_time_sentive bot_time_sentive_feed_card
    GT6 im/v2/tags
    PT6 im/v2/tags create_tag
    AT6 im/v2/tags/:tag_id patch_tag
    PT6 im/v2/url_previews/batch_update batch_update_url_preview
    PT4 interactive/v1/card/update
    PT0 jssdk/ticket/get
    GB4 lingo/v1/classifications list_classification
    PB3 lingo/v1/drafts create_draft
    UB3 lingo/v1/drafts/:draft_id update_draft
    GB4 lingo/v1/entities list_entity
    PT3 lingo/v1/entities create_entity
    DT4 lingo/v1/entities/:entity_id delete_entity
    GB4 lingo/v1/entities/:entity_id get_entity
    UT3 lingo/v1/entities/:entity_id update_entity
    PB4 lingo/v1/entities/highlight highlight_entity
    PB4 lingo/v1/entities/match match_entity
    PB4 lingo/v1/entities/search search_entity
    GB4 lingo/v1/files/:file_token/download download_file
    PB4 lingo/v1/files/upload upload_file
    GB4 lingo/v1/repos list_repo
    GT0 mail/v1/mailgroups list_mailgroup
    PTC mail/v1/mailgroups create_mailgroup
    ATC mail/v1/mailgroups/:mailgroup_id patch_mailgroup
    DT0 mail/v1/mailgroups/:mailgroup_id delete_mailgroup
    GT0 mail/v1/mailgroups/:mailgroup_id get_mailgroup
    UTC mail/v1/mailgroups/:mailgroup_id update_mailgroup
    GT4 mail/v1/mailgroups/:mailgroup_id/aliases list_mailgroup_alias
    PT4 mail/v1/mailgroups/:mailgroup_id/aliases create_mailgroup_alias
    DT4 mail/v1/mailgroups/:mailgroup_id/aliases/:alias_id delete_mailgroup_alias
    GT9 mail/v1/mailgroups/:mailgroup_id/managers list_mailgroup_manager
    PT9 mail/v1/mailgroups/:mailgroup_id/managers/batch_create batch_create_mailgroup_manager
    PT9 mail/v1/mailgroups/:mailgroup_id/managers/batch_delete batch_delete_mailgroup_manager
    GT0 mail/v1/mailgroups/:mailgroup_id/members list_mailgroup_member
    PT9 mail/v1/mailgroups/:mailgroup_id/members create_mailgroup_member
    DT9 mail/v1/mailgroups/:mailgroup_id/members/:member_id delete_mailgroup_member
    GT0 mail/v1/mailgroups/:mailgroup_id/members/:member_id get_mailgroup_member
    PT8 mail/v1/mailgroups/:mailgroup_id/members/batch_create batch_create_mailgroup_member
    DT8 mail/v1/mailgroups/:mailgroup_id/members/batch_delete batch_delete_mailgroup_member
    GT0 mail/v1/mailgroups/:mailgroup_id/permission_members list_mailgroup_permission_member
    PT9 mail/v1/mailgroups/:mailgroup_id/permission_members create_mailgroup_permission_member
    DT9 mail/v1/mailgroups/:mailgroup_id/permission_members/\
    :permission_member_id delete_mailgroup_permission_member
    GT0 mail/v1/mailgroups/:mailgroup_id/permission_members/\
    :permission_member_id get_mailgroup_permission_member
    PT8 mail/v1/mailgroups/:mailgroup_id/permission_members/\
    batch_create batch_create_mailgroup_permission_member
    DT8 mail/v1/mailgroups/:mailgroup_id/permission_members/\
    batch_delete batch_delete_mailgroup_permission_member
    PU0 mail/v1/multi_entity/search search_multi_entity
    GB0 mail/v1/public_mailboxes list_public_mailbox
    PT9 mail/v1/public_mailboxes create_public_mailbox
    AT0 mail/v1/public_mailboxes/:public_mailbox_id patch_public_mailbox
    DT2 mail/v1/public_mailboxes/:public_mailbox_id delete_public_mailbox
    GT0 mail/v1/public_mailboxes/:public_mailbox_id get_public_mailbox
    UT0 mail/v1/public_mailboxes/:public_mailbox_id update_public_mailbox
    GT4 mail/v1/public_mailboxes/:public_mailbox_id/aliases list_public_mailbox_alias
    PT4 mail/v1/public_mailboxes/:public_mailbox_id/aliases create_public_mailbox_alias
    DT4 mail/v1/public_mailboxes/:public_mailbox_id/aliases/:alias_id delete_public_mailbox_alias
    GT0 mail/v1/public_mailboxes/:public_mailbox_id/members list_public_mailbox_member
    PT9 mail/v1/public_mailboxes/:public_mailbox_id/members create_public_mailbox_member
    DT9 mail/v1/public_mailboxes/:public_mailbox_id/members/\
    :member_id delete_public_mailbox_member
    GT0 mail/v1/public_mailboxes/:public_mailbox_id/members/:member_id get_public_mailbox_member
    PT8 mail/v1/public_mailboxes/:public_mailbox_id/members/\
    batch_create batch_create_public_mailbox_member
    DT8 mail/v1/public_mailboxes/:public_mailbox_id/members/\
    batch_delete batch_delete_public_mailbox_member
    PT0 mail/v1/public_mailboxes/:public_mailbox_id/members/clear clear_public_mailbox_member
    DT2 mail/v1/public_mailboxes/:public_mailbox_id/\
    remove_to_recycle_bin remove_to_recycle_bin_public_mailbox
    DT2 mail/v1/user_mailboxes/:user_mailbox_id delete_user_mailbox
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/\
    accessible_mailboxes accessible_mailboxes_user_mailbox
    GT4 mail/v1/user_mailboxes/:user_mailbox_id/aliases list_user_mailbox_alias
    PT4 mail/v1/user_mailboxes/:user_mailbox_id/aliases create_user_mailbox_alias
    DT4 mail/v1/user_mailboxes/:user_mailbox_id/aliases/:alias_id delete_user_mailbox_alias
    GU7 mail/v1/user_mailboxes/:user_mailbox_id/drafts list_user_mailbox_draft
    PU6 mail/v1/user_mailboxes/:user_mailbox_id/drafts create_user_mailbox_draft
    DU6 mail/v1/user_mailboxes/:user_mailbox_id/drafts/:draft_id delete_user_mailbox_draft
    GU7 mail/v1/user_mailboxes/:user_mailbox_id/drafts/:draft_id get_user_mailbox_draft
    UU6 mail/v1/user_mailboxes/:user_mailbox_id/drafts/:draft_id update_user_mailbox_draft
    PU2 mail/v1/user_mailboxes/:user_mailbox_id/drafts/:draft_id/send send_user_mailbox_draft
    PU5 mail/v1/user_mailboxes/:user_mailbox_id/event/subscribe subscribe_user_mailbox_event
    GU5 mail/v1/user_mailboxes/:user_mailbox_id/event/subscription subscription_user_mailbox_event
    PU5 mail/v1/user_mailboxes/:user_mailbox_id/event/unsubscribe unsubscribe_user_mailbox_event
    GB6 mail/v1/user_mailboxes/:user_mailbox_id/folders list_user_mailbox_folder
    PB5 mail/v1/user_mailboxes/:user_mailbox_id/folders create_user_mailbox_folder
    AB5 mail/v1/user_mailboxes/:user_mailbox_id/folders/:folder_id patch_user_mailbox_folder
    DB5 mail/v1/user_mailboxes/:user_mailbox_id/folders/:folder_id delete_user_mailbox_folder
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/folders/:folder_id get_user_mailbox_folder
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/labels list_user_mailbox_label
    PB6 mail/v1/user_mailboxes/:user_mailbox_id/labels create_user_mailbox_label
    AB6 mail/v1/user_mailboxes/:user_mailbox_id/labels/:label_id patch_user_mailbox_label
    DB6 mail/v1/user_mailboxes/:user_mailbox_id/labels/:label_id delete_user_mailbox_label
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/labels/:label_id get_user_mailbox_label
    GB2 mail/v1/user_mailboxes/:user_mailbox_id/mail_contacts list_user_mailbox_mail_contact
    PB2 mail/v1/user_mailboxes/:user_mailbox_id/mail_contacts create_user_mailbox_mail_contact
    AB2 mail/v1/user_mailboxes/:user_mailbox_id/mail_contacts/\
    :mail_contact_id patch_user_mailbox_mail_contact
    DB2 mail/v1/user_mailboxes/:user_mailbox_id/mail_contacts/\
    :mail_contact_id delete_user_mailbox_mail_contact
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/messages list_user_mailbox_message
    GB3 mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id get_user_mailbox_message
    GB5 mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id/attachments/download_url
    PU0 mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id/\
    cancel_scheduled_send cancel_scheduled_send_user_mailbox_draft
    UB6 mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id/\
    modify modify_user_mailbox_message
    GB0 mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id/\
    recall get_recall_detail_user_mailbox_sent_message
    PB0 mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id/\
    recall recall_user_mailbox_sent_message
    GU0 mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id/\
    send_status send_status_user_mailbox_message
    PB6 mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id/\
    trash trash_user_mailbox_message
    PB7 mail/v1/user_mailboxes/:user_mailbox_id/messages/batch_get batch_get_user_mailbox_message
    PB6 mail/v1/user_mailboxes/:user_mailbox_id/messages/\
    batch_modify batch_modify_user_mailbox_message
    PB6 mail/v1/user_mailboxes/:user_mailbox_id/messages/\
    batch_trash batch_trash_user_mailbox_message
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/messages/\
    get_by_card get_by_card_user_mailbox_message
    PU3 mail/v1/user_mailboxes/:user_mailbox_id/messages/send send_user_mailbox_message
    GU0 mail/v1/user_mailboxes/:user_mailbox_id/profile profile_user_mailbox
    GB6 mail/v1/user_mailboxes/:user_mailbox_id/rules list_user_mailbox_rule
    PB5 mail/v1/user_mailboxes/:user_mailbox_id/rules create_user_mailbox_rule
    DB5 mail/v1/user_mailboxes/:user_mailbox_id/rules/:rule_id delete_user_mailbox_rule
    UB6 mail/v1/user_mailboxes/:user_mailbox_id/rules/:rule_id update_user_mailbox_rule
    PB5 mail/v1/user_mailboxes/:user_mailbox_id/rules/reorder reorder_user_mailbox_rule
    PU0 mail/v1/user_mailboxes/:user_mailbox_id/search search_user_mailbox
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/settings/send_as send_as_user_mailbox_setting
    GU0 mail/v1/user_mailboxes/:user_mailbox_id/settings/\
    signatures get_signatures_user_mailbox_setting
    GB6 mail/v1/user_mailboxes/:user_mailbox_id/templates list_user_mailbox_template
    PB6 mail/v1/user_mailboxes/:user_mailbox_id/templates create_user_mailbox_template
    DB6 mail/v1/user_mailboxes/:user_mailbox_id/templates/\
    :template_id delete_user_mailbox_template
    GB6 mail/v1/user_mailboxes/:user_mailbox_id/templates/:template_id get_user_mailbox_template
    UB6 mail/v1/user_mailboxes/:user_mailbox_id/templates/\
    :template_id update_user_mailbox_template
    GB6 mail/v1/user_mailboxes/:user_mailbox_id/templates/:template_id/attachments/download_url
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/threads list_user_mailbox_thread
    GB7 mail/v1/user_mailboxes/:user_mailbox_id/threads/:thread_id get_user_mailbox_thread
    GB3 mail/v1/user_mailboxes/:user_mailbox_id/threads/:thread_id/\
    messages list_thread_message_user_mailbox_message
    PB2 mail/v1/user_mailboxes/:user_mailbox_id/threads/:thread_id/\
    modify modify_user_mailbox_thread
    PB2 mail/v1/user_mailboxes/:user_mailbox_id/threads/:thread_id/trash trash_user_mailbox_thread
    PB2 mail/v1/user_mailboxes/:user_mailbox_id/threads/\
    batch_modify batch_modify_user_mailbox_thread
    PB2 mail/v1/user_mailboxes/:user_mailbox_id/threads/\
    batch_trash batch_trash_user_mailbox_thread
    PT9 mail/v1/users/query query_user
    PT3 mdm/v1/user_auth_data_relations/bind bind_user_auth_data_relation
    PT3 mdm/v1/user_auth_data_relations/unbind unbind_user_auth_data_relation
    GT7 mdm/v3/batch_country_region get_batch_country_region
    GT7 mdm/v3/country_regions list_country_region
    GT0 meeting_room/building/batch_get
    GT0 meeting_room/building/batch_get_id
    PT0 meeting_room/building/create
    PT0 meeting_room/building/delete
    GT0 meeting_room/building/list
    PT0 meeting_room/building/update
    GT0 meeting_room/country/list
    GT0 meeting_room/district/list
    GB0 meeting_room/freebusy/batch_get
    PT0 meeting_room/instance/reply
    GT0 meeting_room/room/batch_get
    GT0 meeting_room/room/batch_get_id
    PT0 meeting_room/room/create
    PT0 meeting_room/room/customization
    PT0 meeting_room/room/delete
    GT0 meeting_room/room/list
    PT0 meeting_room/room/update
    PT0 meeting_room/summary/batch_get
    PT4 message/v4/batch_send/
    PN0 mina/v2/tokenLoginValidate
    GB6 minutes/v1/minutes/:minute_token get_minute
    GB6 minutes/v1/minutes/:minute_token/artifacts artifacts_minute
    GB6 minutes/v1/minutes/:minute_token/media get_minute_media
    GB6 minutes/v1/minutes/:minute_token/statistics get_minute_statistics
    GB6 minutes/v1/minutes/:minute_token/transcript get_minute_transcript
    PB3 minutes/v1/minutes/search search_minute
    PU0 minutes/v1/minutes/subscription subscription_minute
    PU0 minutes/v1/minutes/unsubscription unsubscription_minute
    GT8 moments/v1/posts/:post_id get_post
    PB3 okr/v1/images/upload upload_image
    GB3 okr/v1/okrs/batch_get batch_get_okr
    GT3 okr/v1/period_rules list_period_rule
    GT3 okr/v1/periods list_period
    PT3 okr/v1/periods create_period
    AT3 okr/v1/periods/:period_id patch_period
    PB3 okr/v1/progress_records create_progress_record
    DB3 okr/v1/progress_records/:progress_id delete_progress_record
    GB3 okr/v1/progress_records/:progress_id get_progress_record
    UB3 okr/v1/progress_records/:progress_id update_progress_record
    GT3 okr/v1/reviews/query query_review
    GB3 okr/v1/users/:user_id/okrs list_user_okr
    DB0 okr/v2/alignments/:alignment_id delete_okr_alignment
    GB0 okr/v2/alignments/:alignment_id get_okr_alignment
    GB0 okr/v2/categories list_okr_category
    GB0 okr/v2/cycles list_okr_cycle
    GB0 okr/v2/cycles/:cycle_id/objectives list_okr_cycle_objective
    PB0 okr/v2/cycles/:cycle_id/objectives create_okr_cycle_objective
    UB0 okr/v2/cycles/:cycle_id/objectives_position objectives_position_okr_cycle
    UB0 okr/v2/cycles/:cycle_id/objectives_weight objectives_weight_okr_cycle
    AB0 okr/v2/indicators/:indicator_id patch_okr_indicator
    AB0 okr/v2/key_results/:key_result_id patch_okr_key_result
    DB0 okr/v2/key_results/:key_result_id delete_okr_key_result
    GB0 okr/v2/key_results/:key_result_id get_okr_key_result
    GB0 okr/v2/key_results/:key_result_id/indicators list_okr_key_result_indicator
    GB0 okr/v2/key_results/:key_result_id/progresses list_okr_key_result_progress
    AB0 okr/v2/objectives/:objective_id patch_okr_objective
    DB0 okr/v2/objectives/:objective_id delete_okr_objective
    GB0 okr/v2/objectives/:objective_id get_okr_objective
    GB0 okr/v2/objectives/:objective_id/alignments list_okr_objective_alignment
    PB0 okr/v2/objectives/:objective_id/alignments create_okr_objective_alignment
    GB0 okr/v2/objectives/:objective_id/indicators list_okr_objective_indicator
    GB0 okr/v2/objectives/:objective_id/key_results list_okr_objective_key_result
    PB0 okr/v2/objectives/:objective_id/key_results create_okr_objective_key_result
    UB0 okr/v2/objectives/:objective_id/key_results_position key_results_position_okr_objective
    UB0 okr/v2/objectives/:objective_id/key_results_weight key_results_weight_okr_objective
    GB0 okr/v2/objectives/:objective_id/progresses list_okr_objective_progress
    PT0 optical_char_recognition/v1/image/basic_recognize basic_recognize_image
    UT0 passport/v1/password update_password
    PT0 passport/v1/sessions/logout logout_session
    PT1 passport/v1/sessions/query query_session
    GB6 payroll/v1/acct_items list_acct_item
    GB6 payroll/v1/cost_allocation_details list_cost_allocation_detail
    GT6 payroll/v1/cost_allocation_plans list_cost_allocation_plan
    GT6 payroll/v1/cost_allocation_reports list_cost_allocation_report
    PB7 payroll/v1/datasource_records/query query_datasource_record
    PB7 payroll/v1/datasource_records/save save_datasource_record
    GB7 payroll/v1/datasources list_datasource
    GT2 payroll/v1/paygroups list_paygroup
    GB6 payroll/v1/payment_activity_details list_payment_activity_detail
    GB6 payroll/v1/payment_activitys list_payment_activity
    PB1 payroll/v1/payment_activitys/archive archive_payment_activity
    PB5 payroll/v1/payment_detail/query query_payment_detail
    PB2 performance/v1/review_datas/query query_review_data
    GT1 performance/v1/semesters list_semester
    PT2 performance/v1/stage_tasks/find_by_page find_by_page_stage_task
    PB2 performance/v1/stage_tasks/find_by_user_list find_by_user_list_stage_task
    PT1 performance/v2/activity/query query_activity
    DT1 performance/v2/additional_informations/batch delete_additional_informations_batch
    PT1 performance/v2/additional_informations/import import_additional_information
    PT1 performance/v2/additional_informations/query query_additional_information
    PT1 performance/v2/indicators/query query_indicator
    PT1 performance/v2/metric_details/import import_metric_detail
    PT2 performance/v2/metric_details/query query_metric_detail
    PT2 performance/v2/metric_fields/query query_metric_field
    PT2 performance/v2/metric_libs/query query_metric_lib
    GT7 performance/v2/metric_tags list_metric_tag
    PT2 performance/v2/metric_templates/query query_metric_template
    PT1 performance/v2/questions/query query_question
    PT2 performance/v2/review_datas/query query_review_data
    PT1 performance/v2/review_templates/query query_review_template
    PT2 performance/v2/reviewees/query query_reviewee
    PT2 performance/v2/user_group_user_rels/write write_user_group_user_rel
    PT3 performance/v2/user_info/query query_user_info
    GT3 personal_settings/v1/system_statuses list_system_status
    PT3 personal_settings/v1/system_statuses create_system_status
    AT3 personal_settings/v1/system_statuses/:system_status_id patch_system_status
    DT3 personal_settings/v1/system_statuses/:system_status_id delete_system_status
    PT4 personal_settings/v1/system_statuses/:system_status_id/\
    batch_close batch_close_system_status
    PT4 personal_settings/v1/system_statuses/:system_status_id/batch_open batch_open_system_status
    PT0 report/v1/rules/:rule_id/views/remove remove_rule_view
    GT0 report/v1/rules/query query_rule
    PB7 report/v1/tasks/query query_task
    GU0 search/v1/user
    PU4 search/v2/app create_app
    GT0 search/v2/data_sources list_data_source
    PT0 search/v2/data_sources create_data_source
    AT0 search/v2/data_sources/:data_source_id patch_data_source
    DT0 search/v2/data_sources/:data_source_id delete_data_source
    GT0 search/v2/data_sources/:data_source_id get_data_source
    PT0 search/v2/data_sources/:data_source_id/items create_data_source_item
    DT0 search/v2/data_sources/:data_source_id/items/:item_id delete_data_source_item
    GT4 search/v2/data_sources/:data_source_id/items/:item_id get_data_source_item
    PT0 search/v2/data_sources/:data_source_id/items/batch_create
    PB3 search/v2/doc_wiki/search search_doc_wiki
    PU4 search/v2/message create_message
    PT0 search/v2/schemas create_schema
    AT0 search/v2/schemas/:schema_id patch_schema
    DT0 search/v2/schemas/:schema_id delete_schema
    GT0 search/v2/schemas/:schema_id get_schema
    GB3 security_and_compliance/v1/multi_geo_entity/tenant get_multi_geo_entity_tenant
    PT3 security_and_compliance/v1/openapi_logs/list_data list_data_openapi_log
    PB1 security_and_compliance/v1/user_migrations create_user_migration
    GB3 security_and_compliance/v1/user_migrations/:user_id get_user_migration
    PB1 security_and_compliance/v1/user_migrations/cancel cancel_user_migration
    PB3 security_and_compliance/v1/user_migrations/search search_user_migration
    UT7 security_and_compliance/v2/device_apply_records/\
    :device_apply_record_id update_device_apply_record
    GT7 security_and_compliance/v2/device_records list_device_record
    PT7 security_and_compliance/v2/device_records create_device_record
    DT7 security_and_compliance/v2/device_records/:device_record_id delete_device_record
    GT9 security_and_compliance/v2/device_records/:device_record_id get_device_record
    UT7 security_and_compliance/v2/device_records/:device_record_id update_device_record
    GU9 security_and_compliance/v2/device_records/mine mine_device_record
    """
}
