/// The services from `calendar` to `contact`; see `Catalogue.pages`.
extension Catalogue {
  static let calendarToContact = """
    GB4 calendar/v4/calendars list_calendar
    PB4 calendar/v4/calendars create_calendar
    AB4 calendar/v4/calendars/:calendar_id patch_calendar
    DB4 calendar/v4/calendars/:calendar_id delete_calendar
    GB4 calendar/v4/calendars/:calendar_id get_calendar
    GB4 calendar/v4/calendars/:calendar_id/acls list_calendar_acl
    PB4 calendar/v4/calendars/:calendar_id/acls create_calendar_acl
    DB4 calendar/v4/calendars/:calendar_id/acls/:acl_id delete_calendar_acl
    PU4 calendar/v4/calendars/:calendar_id/acls/subscription subscription_calendar_acl
    PU4 calendar/v4/calendars/:calendar_id/acls/unsubscription unsubscription_calendar_acl
    GB4 calendar/v4/calendars/:calendar_id/events list_calendar_event
    PB4 calendar/v4/calendars/:calendar_id/events create_calendar_event
    AB4 calendar/v4/calendars/:calendar_id/events/:event_id patch_calendar_event
    DB4 calendar/v4/calendars/:calendar_id/events/:event_id delete_calendar_event
    GB4 calendar/v4/calendars/:calendar_id/events/:event_id get_calendar_event
    GB4 calendar/v4/calendars/:calendar_id/events/:event_id/attendees list_calendar_event_attendee
    PB4 calendar/v4/calendars/:calendar_id/events/:event_id/\
    attendees create_calendar_event_attendee
    GB4 calendar/v4/calendars/:calendar_id/events/:event_id/attendees/:attendee_id/\
    chat_members list_calendar_event_attendee_chat_member
    PB4 calendar/v4/calendars/:calendar_id/events/:event_id/attendees/\
    batch_delete batch_delete_calendar_event_attendee
    GB4 calendar/v4/calendars/:calendar_id/events/:event_id/instances instances_calendar_event
    DB4 calendar/v4/calendars/:calendar_id/events/:event_id/\
    meeting_chat delete_calendar_event_meeting_chat
    PB4 calendar/v4/calendars/:calendar_id/events/:event_id/\
    meeting_chat create_calendar_event_meeting_chat
    PB4 calendar/v4/calendars/:calendar_id/events/:event_id/\
    meeting_minute create_calendar_event_meeting_minute
    PB4 calendar/v4/calendars/:calendar_id/events/:event_id/reply reply_calendar_event
    GB4 calendar/v4/calendars/:calendar_id/events/instance_view instance_view_calendar_event
    PB4 calendar/v4/calendars/:calendar_id/events/search search_calendar_event
    PB4 calendar/v4/calendars/:calendar_id/events/subscription subscription_calendar_event
    PB4 calendar/v4/calendars/:calendar_id/events/unsubscription unsubscription_calendar_event
    PB4 calendar/v4/calendars/:calendar_id/subscribe subscribe_calendar
    PB4 calendar/v4/calendars/:calendar_id/unsubscribe unsubscribe_calendar
    PB4 calendar/v4/calendars/mget mget_calendar
    PB4 calendar/v4/calendars/primary primary_calendar
    PB4 calendar/v4/calendars/primarys primarys_calendar
    PB4 calendar/v4/calendars/search search_calendar
    PU4 calendar/v4/calendars/subscription subscription_calendar
    PU4 calendar/v4/calendars/unsubscription unsubscription_calendar
    PU4 calendar/v4/exchange_bindings create_exchange_binding
    DU4 calendar/v4/exchange_bindings/:exchange_binding_id delete_exchange_binding
    GU4 calendar/v4/exchange_bindings/:exchange_binding_id get_exchange_binding
    PB4 calendar/v4/freebusy/batch batch_freebusy
    PB4 calendar/v4/freebusy/list list_freebusy
    PU4 calendar/v4/settings/generate_caldav_conf generate_caldav_conf_setting
    PT4 calendar/v4/timeoff_events create_timeoff_event
    DT4 calendar/v4/timeoff_events/:timeoff_event_id delete_timeoff_event
    PT4 cardkit/v1/cards create_card
    UT4 cardkit/v1/cards/:card_id update_card
    PT4 cardkit/v1/cards/:card_id/batch_update batch_update_card
    PT4 cardkit/v1/cards/:card_id/elements create_card_element
    AT4 cardkit/v1/cards/:card_id/elements/:element_id patch_card_element
    DT4 cardkit/v1/cards/:card_id/elements/:element_id delete_card_element
    UT4 cardkit/v1/cards/:card_id/elements/:element_id update_card_element
    UT4 cardkit/v1/cards/:card_id/elements/:element_id/content content_card_element
    AT4 cardkit/v1/cards/:card_id/settings settings_card
    PT4 cardkit/v1/cards/id_convert id_convert_card
    PB7 compensation/v1/archives create_archive
    PB7 compensation/v1/archives/query query_archive
    GT7 compensation/v1/change_reasons list_change_reason
    GT7 compensation/v1/indicators list_indicator
    GT7 compensation/v1/item_categories list_item_category
    GT7 compensation/v1/items list_item
    PT7 compensation/v1/lump_sum_payment/batch_create batch_create_lump_sum_payment
    PT7 compensation/v1/lump_sum_payment/batch_remove batch_remove_lump_sum_payment
    PT7 compensation/v1/lump_sum_payment/batch_update batch_update_lump_sum_payment
    PT7 compensation/v1/lump_sum_payment/query query_lump_sum_payment
    PT7 compensation/v1/lump_sum_payment/query_detail query_detail_lump_sum_payment
    GT7 compensation/v1/plans list_plan
    PT7 compensation/v1/recurring_payment/batch_create batch_create_recurring_payment
    PT7 compensation/v1/recurring_payment/batch_remove batch_remove_recurring_payment
    PT7 compensation/v1/recurring_payment/batch_update batch_update_recurring_payment
    PT7 compensation/v1/recurring_payment/query query_recurring_payment
    PT7 compensation/v1/social_archive/query query_social_archive
    PT7 compensation/v1/social_archive_adjust_record/query query_social_archive_adjust_record
    GT7 compensation/v1/social_insurances list_social_insurance
    GT7 compensation/v1/social_plans list_social_plan
    PT7 compensation/v1/social_plans/query query_social_plan
    GT0 contact/v1/user/admin_scope/get
    PT0 contact/v2/department/batch_add
    GT0 contact/v2/role/list
    GT0 contact/v2/task/get
    PT0 contact/v2/user/batch_add
    GT4 contact/v3/custom_attrs list_custom_attr
    GB0 contact/v3/departments list_department
    PT4 contact/v3/departments create_department
    AT4 contact/v3/departments/:department_id patch_department
    DT4 contact/v3/departments/:department_id delete_department
    GB0 contact/v3/departments/:department_id get_department
    UT4 contact/v3/departments/:department_id update_department
    GB4 contact/v3/departments/:department_id/children children_department
    AT4 contact/v3/departments/:department_id/update_department_id update_department_id_department
    GB4 contact/v3/departments/batch batch_department
    GB0 contact/v3/departments/parent parent_department
    PU0 contact/v3/departments/search search_department
    PT8 contact/v3/departments/unbind_department_chat unbind_department_chat_department
    GT0 contact/v3/employee_type_enums list_employee_type_enum
    PT8 contact/v3/employee_type_enums create_employee_type_enum
    DT0 contact/v3/employee_type_enums/:enum_id delete_employee_type_enum
    UT0 contact/v3/employee_type_enums/:enum_id update_employee_type_enum
    PT3 contact/v3/functional_roles create_functional_role
    DT3 contact/v3/functional_roles/:role_id delete_functional_role
    UT3 contact/v3/functional_roles/:role_id update_functional_role
    GT3 contact/v3/functional_roles/:role_id/members list_functional_role_member
    GT3 contact/v3/functional_roles/:role_id/members/:member_id get_functional_role_member
    PT3 contact/v3/functional_roles/:role_id/members/\
    batch_create batch_create_functional_role_member
    AT3 contact/v3/functional_roles/:role_id/members/\
    batch_delete batch_delete_functional_role_member
    AT3 contact/v3/functional_roles/:role_id/members/scopes scopes_functional_role_member
    PT3 contact/v3/group create_group
    AT3 contact/v3/group/:group_id patch_group
    DT3 contact/v3/group/:group_id delete_group
    GT4 contact/v3/group/:group_id get_group
    PT4 contact/v3/group/:group_id/member/add add_group_member
    PT3 contact/v3/group/:group_id/member/batch_add batch_add_group_member
    PT3 contact/v3/group/:group_id/member/batch_remove batch_remove_group_member
    PT4 contact/v3/group/:group_id/member/remove remove_group_member
    GT4 contact/v3/group/:group_id/member/simplelist simplelist_group_member
    GT4 contact/v3/group/member_belong member_belong_group
    GT4 contact/v3/group/simplelist simplelist_group
    GT7 contact/v3/job_families list_job_family
    PT7 contact/v3/job_families create_job_family
    DT7 contact/v3/job_families/:job_family_id delete_job_family
    GT7 contact/v3/job_families/:job_family_id get_job_family
    UT7 contact/v3/job_families/:job_family_id update_job_family
    GT7 contact/v3/job_levels list_job_level
    PT7 contact/v3/job_levels create_job_level
    DT7 contact/v3/job_levels/:job_level_id delete_job_level
    GT7 contact/v3/job_levels/:job_level_id get_job_level
    UT7 contact/v3/job_levels/:job_level_id update_job_level
    GB1 contact/v3/job_titles list_job_title
    GB1 contact/v3/job_titles/:job_title_id get_job_title
    GT4 contact/v3/scopes list_scope
    GT4 contact/v3/unit list_unit
    PT8 contact/v3/unit create_unit
    AT8 contact/v3/unit/:unit_id patch_unit
    DT8 contact/v3/unit/:unit_id delete_unit
    GT4 contact/v3/unit/:unit_id get_unit
    PT8 contact/v3/unit/bind_department bind_department_unit
    GT4 contact/v3/unit/list_department list_department_unit
    PT8 contact/v3/unit/unbind_department unbind_department_unit
    GB0 contact/v3/users list_user
    PT4 contact/v3/users create_user
    AB4 contact/v3/users/:user_id patch_user
    DT4 contact/v3/users/:user_id delete_user
    GB4 contact/v3/users/:user_id get_user
    UT4 contact/v3/users/:user_id update_user
    PT1 contact/v3/users/:user_id/resurrect resurrect_user
    AT8 contact/v3/users/:user_id/update_user_id update_user_id_user
    PB6 contact/v3/users/basic_batch basic_batch_user
    GB4 contact/v3/users/batch batch_user
    PT4 contact/v3/users/batch_get_id batch_get_id_user
    GB4 contact/v3/users/find_by_department find_by_department_user
    GB1 contact/v3/work_cities list_work_city
    GB1 contact/v3/work_cities/:work_city_id get_work_city
    """
}
