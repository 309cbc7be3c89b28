extension EndpointFacts {
  static let task = """
    POST /task/v2/tasks TU 10/s
      scopes task:task:write task:task:writeonly
      query user_id_type
      body summary! description due{ timestamp is_all_day:b } origin{ platform_i18n_name{
        en_us~0..1000 zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000 ja_jp~0..1000 } href{
        url~0..1024 title~0..512 } } extra~0..65536 completed_at~0..20 members[]{ id!~0..100
        type role!~0..20 name } repeat_rule~0..1000 custom_complete{ pc{ tip{ en_us~0..1000
        zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000 ja_jp~0..1000 } } ios{ tip{ en_us~0..1000
        zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000 ja_jp~0..1000 } } android{ tip{ en_us~0..1000
        zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000 ja_jp~0..1000 } } } tasklists[]{
        tasklist_guid~0..100 section_guid } client_token~10..100 start{ timestamp is_all_day:b }
        reminders[]{ relative_fire_minute!:i } mode:i#1..2 is_milestone:b custom_fields[]{ guid!
        number_value~0..20 member_value[]~..50{ id~0..100 } datetime_value
        single_select_value~0..100 multi_select_value[]~0..50 text_value } docx_source{
        token!~27..27 block_id!~27..27 } positive_reminders[]~1..10{ relative_fire_minute!:i }
    GET /task/v2/tasks/:task_guid TU 10/s
      scopes task:task:read task:task:write
      query user_id_type
    GET /task/v2/tasks U 50/s 1000/m
      scopes task:task:read task:task:write
      query page_size:i#1..100 page_token completed:b type user_id_type
    PATCH /task/v2/tasks/:task_guid TU 10/s
      scopes task:task:write task:task:writeonly
      query user_id_type
      body task{ summary description due:a extra~0..65536 completed_at~0..20 repeat_rule~0..1000
        custom_complete{ pc{ tip{ en_us~0..1000 zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000
        ja_jp~0..1000 } } ios{ tip{ en_us~0..1000 zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000
        ja_jp~0..1000 } } android{ tip{ en_us~0..1000 zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000
        ja_jp~0..1000 } } } start:a mode:i#1..2 is_milestone:b custom_fields[]{ guid!
        number_value~0..20 member_value[]~..50{ id~0..100 } single_select_value~0..100
        multi_select_value[]~0..50 } } update_fields![]
    DELETE /task/v2/tasks/:task_guid TU 10/s
      scopes task:task:write
    POST /task/v2/tasks/:task_guid/add_members TU 100/m
      scopes task:personnel:writeonly task:task:write
      query user_id_type
      body members![]{ id!~0..100 type role!~0..20 name } client_token~10..100
    POST /task/v2/tasks/:task_guid/remove_members TU 100/m
      scopes task:task:write
      query user_id_type
      body members![]~1..500{ id!~0..100 type role!~0..20 }
    POST /task/v2/tasks/:task_guid/add_reminders TU 100/m
      scopes task:task:write
      query user_id_type
      body reminders![]~1..1{ relative_fire_minute!:i }
    POST /task/v2/tasks/:task_guid/remove_reminders TU 100/m
      scopes task:task:write
      query user_id_type
      body reminder_ids![]
    POST /task/v2/tasks/:task_guid/subtasks TU 10/s
      scopes task:task:write
      query user_id_type
      body summary!~0..10000 description due{ timestamp is_all_day:b } origin{
        platform_i18n_name{ en_us~0..1000 zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000
        ja_jp~0..1000 } href{ url~0..1024 title~0..512 } } extra~0..65536 completed_at~0..20
        members[]~..500{ id~0..100 type role~0..20 } repeat_rule~0..1000 custom_complete{ pc{
        tip{ en_us~0..1000 zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000 ja_jp~0..1000 } } ios{ tip{
        en_us~0..1000 zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000 ja_jp~0..1000 } } android{ tip{
        en_us~0..1000 zh_cn~0..1000 zh_hk~0..1000 zh_tw~0..1000 ja_jp~0..1000 } } } tasklists[]{
        tasklist_guid~0..100 section_guid } client_token~10..100 start{ timestamp is_all_day:b }
        reminders[]{ relative_fire_minute!:i }
    POST /task/v2/tasks/search U
      query page_size:i page_token user_id_type
      body query filter{ creator_ids[] assignee_ids[] is_completed:b due_time:a follower_ids[] }
    POST /task/v2/comments TU 50/s 1000/m
      scopes task:comment:write
      query user_id_type
      body content! reply_to_comment_id~0..20 resource_type resource_id~0..100
    GET /task/v2/comments TU 50/s 1000/m
      scopes task:comment:read task:comment:write
      query page_size:i#1..100 page_token~0..100 resource_type resource_id! direction=asc|desc
        user_id_type
    GET /task/v2/tasklists TU 50/s 1000/m
      scopes task:tasklist:read task:tasklist:write
      query page_size:i#1..100 page_token user_id_type
    POST /task/v2/tasklists TU 50/s 1000/m
      scopes task:tasklist:write
      query user_id_type
      body name! members[]~..500{ id~0..100 type role~0..20 }
    GET /task/v2/tasklists/:tasklist_guid/tasks TU 50/s 1000/m
      scopes task:tasklist:read task:tasklist:write
      query page_size:i#1..100 page_token~0..100 completed:b created_from created_to user_id_type
    """
}
