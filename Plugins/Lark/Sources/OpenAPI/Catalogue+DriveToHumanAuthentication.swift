/// The services from `drive` to `human_authentication`; see `Catalogue.pages`.
extension Catalogue {
  static let driveToHumanAuthentication = """
    PB0 drive/explorer/v2/file/:folderToken
    PB0 drive/explorer/v2/file/copy/files/:fileToken
    DB0 drive/explorer/v2/file/docs/:docToken
    DB0 drive/explorer/v2/file/spreadsheets/:spreadsheetToken
    PB0 drive/explorer/v2/folder/:folderToken
    GB0 drive/explorer/v2/folder/:folderToken/children
    GB0 drive/explorer/v2/folder/:folderToken/meta
    GB0 drive/explorer/v2/root_folder/meta
    PB3 drive/v1/export_tasks create_export_task
    GB3 drive/v1/export_tasks/:ticket get_export_task
    GB3 drive/v1/export_tasks/file/:file_token/download download_export_task
    GB8 drive/v1/files list_file
    DB0 drive/v1/files/:file_token delete_file
    GB4 drive/v1/files/:file_token/comments list_file_comment
    PB4 drive/v1/files/:file_token/comments create_file_comment
    AB4 drive/v1/files/:file_token/comments/:comment_id patch_file_comment
    GB4 drive/v1/files/:file_token/comments/:comment_id get_file_comment
    GB3 drive/v1/files/:file_token/comments/:comment_id/replies list_file_comment_reply
    PB4 drive/v1/files/:file_token/comments/:comment_id/replies create_file_comment_reply
    DB4 drive/v1/files/:file_token/comments/:comment_id/replies/\
    :reply_id delete_file_comment_reply
    UB4 drive/v1/files/:file_token/comments/:comment_id/replies/\
    :reply_id update_file_comment_reply
    PB3 drive/v1/files/:file_token/comments/batch_query batch_query_file_comment
    PB0 drive/v1/files/:file_token/copy copy_file
    DB1 drive/v1/files/:file_token/delete_subscribe delete_subscribe_file
    GB0 drive/v1/files/:file_token/download download_file
    GB1 drive/v1/files/:file_token/get_subscribe get_subscribe_file
    PB2 drive/v1/files/:file_token/move move_file
    GB0 drive/v1/files/:file_token/statistics get_file_statistics
    PB4 drive/v1/files/:file_token/subscribe subscribe_file
    PU3 drive/v1/files/:file_token/subscriptions create_file_subscription
    AU4 drive/v1/files/:file_token/subscriptions/:subscription_id patch_file_subscription
    GU4 drive/v1/files/:file_token/subscriptions/:subscription_id get_file_subscription
    GB4 drive/v1/files/:file_token/versions list_file_version
    PB4 drive/v1/files/:file_token/versions create_file_version
    DB4 drive/v1/files/:file_token/versions/:version_id delete_file_version
    GB4 drive/v1/files/:file_token/versions/:version_id get_file_version
    GB4 drive/v1/files/:file_token/view_records list_file_view_record
    PB6 drive/v1/files/create_folder create_folder_file
    PB6 drive/v1/files/create_shortcut create_shortcut_file
    GB0 drive/v1/files/task_check task_check_file
    PB0 drive/v1/files/upload_all upload_all_file
    PB0 drive/v1/files/upload_finish upload_finish_file
    PB0 drive/v1/files/upload_part upload_part_file
    PB6 drive/v1/files/upload_prepare upload_prepare_file
    PB3 drive/v1/import_tasks create_import_task
    GB4 drive/v1/import_tasks/:ticket get_import_task
    GB0 drive/v1/medias/:file_token/download download_media
    GB0 drive/v1/medias/batch_get_tmp_download_url batch_get_tmp_download_url_media
    PB0 drive/v1/medias/upload_all upload_all_media
    PB0 drive/v1/medias/upload_finish upload_finish_media
    PB0 drive/v1/medias/upload_part upload_part_media
    PB0 drive/v1/medias/upload_prepare upload_prepare_media
    PB4 drive/v1/metas/batch_query batch_query_meta
    GB4 drive/v1/permissions/:token/members list_permission_member
    PB3 drive/v1/permissions/:token/members create_permission_member
    DB3 drive/v1/permissions/:token/members/:member_id delete_permission_member
    UB3 drive/v1/permissions/:token/members/:member_id update_permission_member
    GB3 drive/v1/permissions/:token/members/auth auth_permission_member
    PB3 drive/v1/permissions/:token/members/batch_create batch_create_permission_member
    PB3 drive/v1/permissions/:token/members/transfer_owner transfer_owner_permission_member
    AB3 drive/v1/permissions/:token/public patch_permission_public
    GB4 drive/v1/permissions/:token/public get_permission_public
    DB3 drive/v1/permissions/:token/public/password delete_permission_public_password
    PB3 drive/v1/permissions/:token/public/password create_permission_public_password
    UB3 drive/v1/permissions/:token/public/password update_permission_public_password
    DB1 drive/v1/user/remove_subscription remove_subscription_user
    PB1 drive/v1/user/subscription subscription_user
    GB1 drive/v1/user/subscription_status subscription_status_user
    PB4 drive/v2/files/:file_token/comments/reaction update_reaction_comment_reaction
    GB6 drive/v2/files/:file_token/likes list_file_like
    AB3 drive/v2/permissions/:token/public patch_permission_public
    GB4 drive/v2/permissions/:token/public get_permission_public
    GT0 ehr/v1/attachments/:token get_attachment
    GT3 ehr/v1/employees list_employee
    PT4 ephemeral/v1/delete
    PT4 ephemeral/v1/send
    GT0 event/v1/connection get_connection
    GT0 event/v1/outbound_ip list_outbound_ip
    PT0 face_verify/v1/crop_face_image
    GT0 face_verify/v1/query_auth_result
    PT0 face_verify/v1/upload_face_image
    GT0 helpdesk/v1/agent_emails agent_email_agent
    GT0 helpdesk/v1/agent_schedules list_agent_schedule
    PU0 helpdesk/v1/agent_schedules create_agent_schedule
    GT0 helpdesk/v1/agent_skill_rules list_agent_skill_rule
    GT0 helpdesk/v1/agent_skills list_agent_skill
    PU0 helpdesk/v1/agent_skills create_agent_skill
    AU0 helpdesk/v1/agent_skills/:agent_skill_id patch_agent_skill
    DU0 helpdesk/v1/agent_skills/:agent_skill_id delete_agent_skill
    GT0 helpdesk/v1/agent_skills/:agent_skill_id get_agent_skill
    AU3 helpdesk/v1/agents/:agent_id patch_agent
    AU0 helpdesk/v1/agents/:agent_id/schedules patch_agent_schedules
    DU0 helpdesk/v1/agents/:agent_id/schedules delete_agent_schedules
    GT0 helpdesk/v1/agents/:agent_id/schedules get_agent_schedules
    GT0 helpdesk/v1/categories list_category
    PU0 helpdesk/v1/categories create_category
    AU0 helpdesk/v1/categories/:id patch_category
    DU0 helpdesk/v1/categories/:id delete_category
    GT0 helpdesk/v1/categories/:id get_category
    GT0 helpdesk/v1/customized_fields customized_fields_ticket
    PT0 helpdesk/v1/events/subscribe subscribe_event
    PT0 helpdesk/v1/events/unsubscribe unsubscribe_event
    GT0 helpdesk/v1/faqs list_faq
    PU0 helpdesk/v1/faqs create_faq
    AU0 helpdesk/v1/faqs/:id patch_faq
    DU0 helpdesk/v1/faqs/:id delete_faq
    GT0 helpdesk/v1/faqs/:id get_faq
    GT0 helpdesk/v1/faqs/:id/image/:image_key faq_image_faq
    GT0 helpdesk/v1/faqs/search search_faq
    PT3 helpdesk/v1/message create_bot_message
    PU1 helpdesk/v1/notifications create_notification
    AU2 helpdesk/v1/notifications/:notification_id patch_notification
    GU3 helpdesk/v1/notifications/:notification_id get_notification
    PU1 helpdesk/v1/notifications/:notification_id/cancel_approve cancel_approve_notification
    PU0 helpdesk/v1/notifications/:notification_id/cancel_send cancel_send_notification
    PU1 helpdesk/v1/notifications/:notification_id/execute_send execute_send_notification
    PU2 helpdesk/v1/notifications/:notification_id/preview preview_notification
    PU1 helpdesk/v1/notifications/:notification_id/submit_approve submit_approve_notification
    PT4 helpdesk/v1/start_service start_service_ticket
    GT0 helpdesk/v1/ticket_customized_fields list_ticket_customized_field
    PU0 helpdesk/v1/ticket_customized_fields create_ticket_customized_field
    AU0 helpdesk/v1/ticket_customized_fields/\
    :ticket_customized_field_id patch_ticket_customized_field
    DU0 helpdesk/v1/ticket_customized_fields/\
    :ticket_customized_field_id delete_ticket_customized_field
    GT0 helpdesk/v1/ticket_customized_fields/\
    :ticket_customized_field_id get_ticket_customized_field
    GT4 helpdesk/v1/ticket_images ticket_image_ticket
    GT4 helpdesk/v1/tickets list_ticket
    GT7 helpdesk/v1/tickets/:ticket_id get_ticket
    UU0 helpdesk/v1/tickets/:ticket_id update_ticket
    PT0 helpdesk/v1/tickets/:ticket_id/answer_user_query answer_user_query_ticket
    GT0 helpdesk/v1/tickets/:ticket_id/messages list_ticket_message
    PT4 helpdesk/v1/tickets/:ticket_id/messages create_ticket_message
    PT7 hire/v1/advertisements/:advertisement_id/publish publish_advertisement
    GT7 hire/v1/agencies/:agency_id get_agency
    PT7 hire/v1/agencies/batch_query batch_query_agency
    PT7 hire/v1/agencies/get_agency_account get_agency_account_agency
    PT7 hire/v1/agencies/operate_agency_account operate_agency_account_agency
    PT4 hire/v1/agencies/protect protect_agency
    PT7 hire/v1/agencies/protection_period/search protect_search_agency
    GT7 hire/v1/agencies/query query_agency
    GB4 hire/v1/applications list_application
    PT4 hire/v1/applications create_application
    GB4 hire/v1/applications/:application_id get_application
    PT7 hire/v1/applications/:application_id/cancel_onboard cancel_onboard_application
    GB7 hire/v1/applications/:application_id/get_detail get_detail_application
    GT0 hire/v1/applications/:application_id/interviews list_application_interview
    GT8 hire/v1/applications/:application_id/offer offer_application
    PT4 hire/v1/applications/:application_id/recover recover_application
    PT8 hire/v1/applications/:application_id/terminate terminate_application
    PT8 hire/v1/applications/:application_id/transfer_onboard transfer_onboard_application
    PT4 hire/v1/applications/:application_id/transfer_stage transfer_stage_application
    PT7 hire/v1/applications/diversity_inclusions/search search_diversity_inclusion
    PT4 hire/v1/attachments create_attachment
    GT8 hire/v1/attachments/:attachment_id get_attachment
    GT8 hire/v1/attachments/:attachment_id/preview preview_attachment
    GT4 hire/v1/background_check_orders list_background_check_order
    PT7 hire/v1/background_check_orders/batch_query batch_query_background_check_order
    PT4 hire/v1/eco_account_custom_fields create_eco_account_custom_field
    PT4 hire/v1/eco_account_custom_fields/batch_delete batch_delete_eco_account_custom_field
    AT4 hire/v1/eco_account_custom_fields/batch_update batch_update_eco_account_custom_field
    PT4 hire/v1/eco_background_check_custom_fields create_eco_background_check_custom_field
    PT4 hire/v1/eco_background_check_custom_fields/batch_delete
    AT4 hire/v1/eco_background_check_custom_fields/batch_update
    PT4 hire/v1/eco_background_check_packages create_eco_background_check_package
    PT4 hire/v1/eco_background_check_packages/\
    batch_delete batch_delete_eco_background_check_package
    AT4 hire/v1/eco_background_check_packages/\
    batch_update batch_update_eco_background_check_package
    PT4 hire/v1/eco_background_checks/cancel cancel_eco_background_check
    PT4 hire/v1/eco_background_checks/update_progress update_progress_eco_background_check
    PT4 hire/v1/eco_background_checks/update_result update_result_eco_background_check
    PT4 hire/v1/eco_exam_papers create_eco_exam_paper
    PT4 hire/v1/eco_exam_papers/batch_delete batch_delete_eco_exam_paper
    AT4 hire/v1/eco_exam_papers/batch_update batch_update_eco_exam_paper
    PT4 hire/v1/eco_exams/:exam_id/login_info login_info_eco_exam
    PT4 hire/v1/eco_exams/:exam_id/update_result update_result_eco_exam
    AT9 hire/v1/ehr_import_tasks/:ehr_import_task_id patch_ehr_import_task
    AT4 hire/v1/employees/:employee_id patch_employee
    GT4 hire/v1/employees/:employee_id get_employee
    GT4 hire/v1/employees/get_by_application get_by_application_employee
    GB4 hire/v1/evaluation_tasks list_evaluation_task
    GB4 hire/v1/evaluations list_evaluation
    GT4 hire/v1/exam_marking_tasks list_exam_marking_task
    PT4 hire/v1/exams create_exam
    GT8 hire/v1/external_applications list_external_application
    PT8 hire/v1/external_applications create_external_application
    DT2 hire/v1/external_applications/:external_application_id delete_external_application
    UT8 hire/v1/external_applications/:external_application_id update_external_application
    PT8 hire/v1/external_background_checks create_external_background_check
    DT7 hire/v1/external_background_checks/\
    :external_background_check_id delete_external_background_check
    UT7 hire/v1/external_background_checks/\
    :external_background_check_id update_external_background_check
    PT7 hire/v1/external_background_checks/batch_query batch_query_external_background_check
    PT8 hire/v1/external_interview_assessments create_external_interview_assessment
    AT8 hire/v1/external_interview_assessments/\
    :external_interview_assessment_id patch_external_interview_assessment
    PT7 hire/v1/external_interviews create_external_interview
    DT7 hire/v1/external_interviews/:external_interview_id delete_external_interview
    UT7 hire/v1/external_interviews/:external_interview_id update_external_interview
    PT7 hire/v1/external_interviews/batch_query batch_query_external_interview
    PT7 hire/v1/external_offers create_external_offer
    DT7 hire/v1/external_offers/:external_offer_id delete_external_offer
    UT7 hire/v1/external_offers/:external_offer_id update_external_offer
    PT7 hire/v1/external_offers/batch_query batch_query_external_offer
    PT7 hire/v1/external_referral_rewards create_external_referral_reward
    DT7 hire/v1/external_referral_rewards/\
    :external_referral_reward_id delete_external_referral_reward
    GT7 hire/v1/interview_feedback_forms list_interview_feedback_form
    GT7 hire/v1/interview_records list_interview_record
    GT8 hire/v1/interview_records/:interview_record_id get_interview_record
    GT2 hire/v1/interview_records/attachments get_interview_record_attachment
    GT4 hire/v1/interview_registration_schemas list_interview_registration_schema
    GT4 hire/v1/interview_round_types list_interview_round_type
    GB4 hire/v1/interview_tasks list_interview_task
    GT8 hire/v1/interviewers list_interviewer
    AT8 hire/v1/interviewers/:interviewer_id patch_interviewer
    GB9 hire/v1/interviews list_interview
    GT4 hire/v1/interviews/get_by_talent get_by_talent_interview
    GT8 hire/v1/job_functions list_job_function
    GB8 hire/v1/job_processes list_job_process
    PT4 hire/v1/job_publish_records/search search_job_publish_record
    GT7 hire/v1/job_requirement_schemas list_job_requirement_schema
    GT4 hire/v1/job_requirements list_job_requirement
    PT6 hire/v1/job_requirements create_job_requirement
    DT7 hire/v1/job_requirements/:job_requirement_id delete_job_requirement
    UT6 hire/v1/job_requirements/:job_requirement_id update_job_requirement
    PT7 hire/v1/job_requirements/search list_by_id_job_requirement
    GT7 hire/v1/job_schemas list_job_schema
    GT8 hire/v1/job_types list_job_type
    GB9 hire/v1/jobs list_job
    GT9 hire/v1/jobs/:job_id get_job
    PT7 hire/v1/jobs/:job_id/close close_job
    PT7 hire/v1/jobs/:job_id/combined_update combined_update_job
    GT8 hire/v1/jobs/:job_id/config config_job
    GB8 hire/v1/jobs/:job_id/get_detail get_detail_job
    GT0 hire/v1/jobs/:job_id/managers/:manager_id get_job_manager
    PT4 hire/v1/jobs/:job_id/managers/batch_update batch_update_job_manager
    PT7 hire/v1/jobs/:job_id/open open_job
    GT9 hire/v1/jobs/:job_id/recruiter recruiter_job
    PT7 hire/v1/jobs/:job_id/update_config update_config_job
    PT8 hire/v1/jobs/combined_create combined_create_job
    GT8 hire/v1/locations list_location
    PT6 hire/v1/locations/query query_location
    GB7 hire/v1/minutes get_minutes
    GT8 hire/v1/notes list_note
    PT8 hire/v1/notes create_note
    AT8 hire/v1/notes/:note_id patch_note
    DT8 hire/v1/notes/:note_id delete_note
    GT8 hire/v1/notes/:note_id get_note
    GT7 hire/v1/offer_application_forms list_offer_application_form
    GT4 hire/v1/offer_application_forms/:offer_application_form_id get_offer_application_form
    GT7 hire/v1/offer_approval_templates list_offer_approval_template
    UT4 hire/v1/offer_custom_fields/:offer_custom_field_id update_offer_custom_field
    GT0 hire/v1/offer_schemas/:offer_schema_id get_offer_schema
    GT4 hire/v1/offers list_offer
    PT7 hire/v1/offers create_offer
    GT8 hire/v1/offers/:offer_id get_offer
    UT7 hire/v1/offers/:offer_id update_offer
    PT4 hire/v1/offers/:offer_id/intern_offer_status intern_offer_status_offer
    AT3 hire/v1/offers/:offer_id/offer_status offer_status_offer
    GB8 hire/v1/portal_apply_schemas list_portal_apply_schema
    GT4 hire/v1/questionnaires list_questionnaire
    PT3 hire/v1/referral_account create_referral_account
    PT3 hire/v1/referral_account/:referral_account_id/deactivate deactivate_referral_account
    PT3 hire/v1/referral_account/:referral_account_id/withdraw withdraw_referral_account
    PT7 hire/v1/referral_account/enable enable_referral_account
    GT7 hire/v1/referral_account/get_account_assets get_account_assets_referral_account
    PT3 hire/v1/referral_account/reconciliation reconciliation_referral_account
    GT4 hire/v1/referral_websites/job_posts list_referral_website_job_post
    GT4 hire/v1/referral_websites/job_posts/:job_post_id get_referral_website_job_post
    GT9 hire/v1/referrals/get_by_application get_by_application_referral
    PT7 hire/v1/referrals/search search_referral
    GT8 hire/v1/registration_schemas list_registration_schema
    GT8 hire/v1/resume_sources list_resume_source
    GT4 hire/v1/roles list_role
    GT7 hire/v1/roles/:role_id get_role
    GT0 hire/v1/subjects list_subject
    PT7 hire/v1/talent_blocklist/change_talent_block change_talent_block_talent_blocklist
    GT4 hire/v1/talent_folders list_talent_folder
    GT7 hire/v1/talent_objects/query query_talent_object
    PT4 hire/v1/talent_operation_logs/search search_talent_operation_log
    GT0 hire/v1/talent_pools search_talent_pool
    GT4 hire/v1/talent_pools/
    PT7 hire/v1/talent_pools/:talent_pool_id/\
    batch_change_talent_pool batch_change_talent_pool_talent_pool
    PT4 hire/v1/talent_pools/:talent_pool_id/talent_relationship move_talent_talent_pool
    GT8 hire/v1/talent_tags list_talent_tag
    GT8 hire/v1/talents list_talent
    GT8 hire/v1/talents/:talent_id get_talent
    PT4 hire/v1/talents/:talent_id/external_info create_talent_external_info
    UT4 hire/v1/talents/:talent_id/external_info update_talent_external_info
    PT2 hire/v1/talents/:talent_id/onboard_status onboard_status_talent
    PT8 hire/v1/talents/:talent_id/tag tag_talent
    PT4 hire/v1/talents/add_to_folder add_to_folder_talent
    PT4 hire/v1/talents/batch_get_id batch_get_id_talent
    PT4 hire/v1/talents/combined_create combined_create_talent
    PT4 hire/v1/talents/combined_update combined_update_talent
    PT7 hire/v1/talents/remove_to_folder remove_to_folder_talent
    GT4 hire/v1/termination_reasons list_termination_reason
    PB4 hire/v1/tests/search search_test
    GU7 hire/v1/todos list_todo
    GT7 hire/v1/tripartite_agreements list_tripartite_agreement
    PT7 hire/v1/tripartite_agreements create_tripartite_agreement
    DT7 hire/v1/tripartite_agreements/:tripartite_agreement_id delete_tripartite_agreement
    UT7 hire/v1/tripartite_agreements/:tripartite_agreement_id update_tripartite_agreement
    GT4 hire/v1/user_roles list_user_role
    GT7 hire/v1/websites list_website
    GT4 hire/v1/websites/:website_id/channels list_website_channel
    PT4 hire/v1/websites/:website_id/channels create_website_channel
    DT4 hire/v1/websites/:website_id/channels/:channel_id delete_website_channel
    UT4 hire/v1/websites/:website_id/channels/:channel_id update_website_channel
    PT4 hire/v1/websites/:website_id/deliveries/\
    create_by_attachment create_by_attachment_website_delivery
    PT4 hire/v1/websites/:website_id/deliveries/create_by_resume create_by_resume_website_delivery
    GT4 hire/v1/websites/:website_id/delivery_tasks/:delivery_task_id get_website_delivery_task
    GT4 hire/v1/websites/:website_id/job_posts list_website_job_post
    GT4 hire/v1/websites/:website_id/job_posts/:job_post_id get_website_job_post
    PT9 hire/v1/websites/:website_id/job_posts/search search_website_job_post
    PT7 hire/v1/websites/:website_id/site_users create_website_site_user
    GB7 hire/v2/interview_records list_interview_record
    GB8 hire/v2/interview_records/:interview_record_id get_interview_record
    GB8 hire/v2/talents/:talent_id get_talent
    PT0 human_authentication/v1/identities create_identity
    """
}
