extension EndpointFacts {
  static let messages = """
    PUT /im/v1/messages/:message_id T 50/s 1000/m
      scopes im:message im:message:send_as_bot im:message:update
      body msg_type!=text|post content!
    PATCH /im/v1/messages/:message_id TU 50/s 1000/m
      scopes im:message im:message:send_as_bot im:message:update
      body content!
    DELETE /im/v1/messages/:message_id TU 50/s 1000/m
      scopes im:message im:message:recall im:message:send_as_bot
    POST /im/v1/messages/:message_id/forward T 50/s 1000/m
      scopes im:message im:message:send_as_bot
      query receive_id_type!=open_id|user_id|union_id|email|chat_id|thread_id uuid~0..50
      body receive_id!
    POST /search/v2/message U 50/s 1000/m
      scopes search:message
      query user_id_type=open_id|union_id|user_id page_size:i#1..100 page_token
      body query! from_ids[] chat_ids[] message_type=file|image|media at_chatter_ids[]
        from_type=bot|user chat_type=group_chat|p2p_chat start_time end_time
    POST /im/v1/messages/search U
      query page_size:i page_token user_id_type
      body query filter{ from_ids[] chat_ids[] time_range:a include_attachment_types[]
        from_types[] at_chatter_ids[] chat_type is_at_me:b exclude_from_types[] }
    GET /im/v1/messages/:message_id/read_users T 50/s 1000/m
      scopes im:message im:message:readonly im:message:basic
      query user_id_type!=open_id|union_id|user_id page_size:i#1..100 page_token
    PATCH /im/v1/messages/:message_id/urgent_app T 50/s 1000/m
      scopes im:message.urgent im:message.urgent:app_send
      query user_id_type!=open_id|union_id|user_id
      body user_id_list![]~1..200
    PATCH /im/v1/messages/:message_id/urgent_sms T 50/s 1000/m
      scopes im:message.urgent:sms im:message.urgent:sms_send
      query user_id_type!=open_id|union_id|user_id
      body user_id_list![]~1..200
    PATCH /im/v1/messages/:message_id/urgent_phone T 50/s 1000/m
      scopes im:message.urgent:phone im:message.urgent:phone_send
      query user_id_type!=open_id|union_id|user_id
      body user_id_list![]~1..200
    POST /im/v1/messages/:message_id/reactions TU 50/s 1000/m
      scopes im:message im:message.reactions:write_only
      body reaction_type!{ emoji_type! }
    GET /im/v1/messages/:message_id/reactions TU 50/s 1000/m
      scopes im:message.reactions:read im:message:readonly
      query reaction_type page_token page_size:i#..50 user_id_type=open_id|union_id|user_id
    DELETE /im/v1/messages/:message_id/reactions/:reaction_id TU 50/s 1000/m
      scopes im:message im:message.reactions:write_only
    POST /im/v1/pins TU 50/s 1000/m
      scopes im:message im:message.pins:write_only im:message:send_as_bot
      body message_id!
    GET /im/v1/pins TU 50/s 1000/m
      scopes im:message im:message.pins:read im:message:readonly
      query chat_id! start_time end_time page_size:i#1..50 page_token
    DELETE /im/v1/pins/:message_id TU 50/s 1000/m
      scopes im:message im:message.pins:write_only im:message:send_as_bot
    GET /im/v1/messages/:message_id/resources/:file_key T 50/s 1000/m
      scopes im:message im:message:readonly im:message.history:readonly
      query type!=image|file
    POST /im/v1/images T 50/s 1000/m
      scopes im:resource im:resource:upload
      body image_type!=message|avatar image!:f
    POST /im/v1/files T 50/s 1000/m
      scopes im:resource im:resource:upload
      body file_type!=opus|mp4|pdf|doc|xls|ppt|stream file_name! duration:i file!:f
    POST /im/v1/chats T 50/s 1000/m
      scopes im:chat im:chat:create
      query user_id_type=open_id|union_id|user_id set_bot_manager:b uuid~0..50
      body avatar name description i18n_names{ zh_cn en_us ja_jp } owner_id user_id_list[]~0..50
        bot_id_list[]~0..5 group_message_type=chat|thread chat_mode=group chat_type=private|public
        join_message_visibility=only_owner|all_members|not_anyone
        leave_message_visibility=only_owner|all_members|not_anyone
        membership_approval=no_approval_required|approval_required restricted_mode_setting{
        status:b screenshot_has_permission_setting=all_members|not_anyone
        download_has_permission_setting=all_members|not_anyone
        message_has_permission_setting=all_members|not_anyone }
        urgent_setting=only_owner|all_members video_conference_setting=only_owner|all_members
        edit_permission=only_owner|all_members hide_member_count_setting=all_members|only_owner
    PUT /im/v1/chats/:chat_id TU 50/s 1000/m
      scopes im:chat im:chat:update
      query user_id_type=open_id|union_id|user_id
      body avatar name description i18n_names{ zh_cn en_us ja_jp }
        add_member_permission=only_owner|all_members share_card_permission=allowed|not_allowed
        at_all_permission=only_owner|all_members edit_permission=only_owner|all_members owner_id
        join_message_visibility=only_owner|all_members|not_anyone
        leave_message_visibility=only_owner|all_members|not_anyone
        membership_approval=no_approval_required|approval_required restricted_mode_setting{
        status:b screenshot_has_permission_setting=all_members|not_anyone
        download_has_permission_setting=all_members|not_anyone
        message_has_permission_setting=all_members|not_anyone } chat_type=private|public
        group_message_type=chat|thread urgent_setting=only_owner|all_members
        video_conference_setting=only_owner|all_members
        hide_member_count_setting=all_members|only_owner
    GET /im/v1/chats/:chat_id/members TU 50/s 1000/m
      scopes im:chat im:chat:readonly im:chat.members:read im:chat.group_info:readonly
      query member_id_type=open_id|union_id|user_id page_size:i#..100 page_token
    POST /im/v1/chats/:chat_id/members TU 50/s 1000/m
      scopes im:chat im:chat.members:write_only
      query member_id_type=open_id|union_id|user_id|app_id succeed_type:i=0|1|2
      body id_list[]
    DELETE /im/v1/chats/:chat_id/members TU 50/s 1000/m
      scopes im:chat im:chat.members:write_only
      query member_id_type=open_id|union_id|user_id|app_id
      body id_list[]
    GET /im/v1/chats/:chat_id/members/is_in_chat TU 50/s 1000/m
      scopes im:chat im:chat:readonly im:chat.members:read im:chat.group_info:readonly
    """
}
