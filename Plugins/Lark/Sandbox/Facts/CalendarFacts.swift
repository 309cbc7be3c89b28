extension EndpointFacts {
  static let calendar = """
    POST /calendar/v4/calendars/search TU 50/s 1000/m
      scopes calendar:calendar calendar:calendar:read calendar:calendar:readonly
      query page_token page_size:i#..50
      body query!~1..200
    PATCH /calendar/v4/calendars/:calendar_id/events/:event_id TU 50/s 1000/m
      scopes calendar:calendar calendar:calendar.event:update
      query user_id_type=open_id|union_id|user_id
      body summary~0..1000 description~0..40960 need_notification:b start_time{ date timestamp
        timezone } end_time{ date timestamp timezone } vchat{
        vc_type=vc|third_party|no_meeting|lark_live|unknown icon_type=vc|live|default
        description~0..500 meeting_url~1..2000 meeting_settings{
        join_meeting_permission=anyone_can_join|only_organization_employees|only_event_attendees
        assign_hosts[]~0..10 } } visibility=default|public|private
        attendee_ability=none|can_see_others|can_invite_others|can_modify_event
        free_busy_status=busy|free location{ name~1..512 address~1..255 latitude:d longitude:d }
        color:i reminders[]{ minutes:i#-20160..20160 } recurrence~0..2000 schemas[]{
        ui_name=ForwardIcon|MeetingChatIcon|MeetingMinutesIcon|MeetingVideo|RSVP|Attendee|
        OrganizerOrCreator ui_status=hide|readonly|editable|unknown app_link~0..2000 }
        attachments[]{ file_token is_deleted:b } event_check_in{ enable_check_in!:b
        check_in_start_time{ time_type!=before_event_start|after_event_start|after_event_end
        duration!:i#0..60 } check_in_end_time{
        time_type!=before_event_start|after_event_start|after_event_end duration!:i#0..60 }
        need_notify_attendees:b }
    DELETE /calendar/v4/calendars/:calendar_id/events/:event_id TU 50/s 1000/m
      scopes calendar:calendar calendar:calendar.event:delete
      query need_notification=true|false
    POST /calendar/v4/calendars/:calendar_id/events/search TU 50/s 1000/m
      scopes calendar:calendar calendar:calendar.event:read calendar:calendar:readonly
      query user_id_type=open_id|union_id|user_id page_token page_size:i#..100
      body query!~0..200 filter{ start_time:a end_time:a user_ids[] room_ids[] chat_ids[] }
    POST /calendar/v4/calendars/:calendar_id/events/:event_id/reply TU 50/s 1000/m
      scopes calendar:calendar calendar:calendar.event:reply calendar:calendar.event:writeonly
      body rsvp_status!=accept|decline|tentative
    POST /calendar/v4/calendars/:calendar_id/events/:event_id/attendees TU 50/s 1000/m
      scopes calendar:calendar calendar:calendar.event:update
      query user_id_type=open_id|union_id|user_id
      body attendees[]{ type=user|chat|resource|third_party is_optional:b user_id chat_id room_id
        third_party_email operate_id resource_customization[]{ index_key! options:a[] }
        approval_reason~0..200 } need_notification:b instance_start_time_admin is_enable_admin:b
        add_operator_to_attendee:b
    GET /calendar/v4/calendars/:calendar_id/events/:event_id/attendees TU 50/s 1000/m
      scopes calendar:calendar calendar:calendar.event:read calendar:calendar:readonly
      query user_id_type=open_id|union_id|user_id need_resource_customization:b page_token
        page_size:i#..100
    POST /calendar/v4/calendars/:calendar_id/events/:event_id/attendees/batch_delete TU 50/s 1000/m
      scopes calendar:calendar calendar:calendar.event:update
      query user_id_type=open_id|union_id|user_id
      body attendee_ids[] delete_ids[]{ type=user|chat|resource|third_party user_id chat_id
        room_id third_party_email } need_notification:b instance_start_time_admin
        is_enable_admin:b
    POST /vc/v1/rooms/search U 50/s 1000/m
      scopes vc:room vc:room:readonly
      query user_id_type=open_id|union_id|user_id
      body custom_room_ids[] keyword room_level_id search_level_name:b page_size:i#1..100
        page_token
    GET /vc/v1/rooms T 50/s 1000/m
      scopes vc:room vc:room:readonly
      query page_size:i#..100 page_token room_level_id user_id_type=open_id|union_id|user_id
    GET /meeting_room/freebusy/batch_get TU legacy
      scopes calendar:room:readonly
      query room_ids!:a time_min!:a time_max!:a
    """
}
