extension EndpointFacts {
  static let approval = """
    GET /approval/v4/approvals/:approval_code T 100/m
      scopes approval:approval approval:approval:readonly approval:definition
      query
        locale=zh-CN|en-US|ja-JP|zh-HK|zh-TW|de-DE|es-ES|fr-FR|id-ID|it-IT|ko-KR|pt-BR|th-TH|
        vi-VN|ms-MY|ru-RU with_admin_id:b user_id_type=open_id|union_id|user_id with_option:b
        user_id nested_mutable_group:b
    POST /approval/v4/instances T 100/m
      scopes approval:approval approval:instance
      body approval_code! user_id open_id department_id form! node_approver_user_id_list[]{ key
        value[] } node_approver_open_id_list[]{ key value[] } node_cc_user_id_list[]~..20{ key
        value[] } node_cc_open_id_list[]~..20{ key value[] } uuid~1..64 allow_resubmit:b
        allow_submit_again:b cancel_bot_notification forbid_revoke:b i18n_resources[]{
        locale!=zh-CN|en-US|ja-JP texts![]{ key! value! } is_default!:b } title
        title_display_method:i=0|1 node_auto_approval_list[]~..10{
        node_id_type=CUSTOM|NON_CUSTOM node_id }
    GET /approval/v4/instances/:instance_id T 50/s 1000/m
      scopes approval:approval approval:approval:readonly approval:instance
      query
        locale=zh-CN|en-US|ja-JP|zh-HK|zh-TW|de-DE|es-ES|fr-FR|id-ID|it-IT|ko-KR|pt-BR|th-TH|
        vi-VN|ms-MY|ru-RU user_id user_id_type=open_id|union_id|user_id nested_mutable_group:b
    GET /approval/v4/instances T 100/m
      scopes approval:approval approval:approval:readonly approval:instance
      query page_size:i#1..100 page_token approval_code! start_time! end_time!
    POST /approval/v4/instances/query T 50/s 1000/m
      scopes approval:approval.list:readonly
      query page_size:i#5..200 page_token user_id_type=open_id|union_id|user_id
      body user_id approval_code instance_code instance_external_id group_external_id
        instance_title instance_status=PENDING|RECALL|REJECT|DELETED|APPROVED|ALL
        instance_start_time_from instance_start_time_to locale=zh-CN|en-US|ja-JP
    GET /approval/v4/tasks/query TU
      scopes approval:approval:readonly
      query page_size:i#..200 page_token user_id! topic!=1|2|3|17|18
        user_id_type=open_id|union_id|user_id
    POST /approval/v4/tasks/approve T 100/m
      scopes approval:approval approval:approval:readonly approval:task
      query user_id_type=open_id|union_id|user_id
      body approval_code! instance_code! user_id! comment task_id! form
    POST /approval/v4/tasks/reject T 100/m
      scopes approval:approval approval:approval:readonly approval:task
      query user_id_type=open_id|union_id|user_id
      body approval_code! instance_code! user_id! comment task_id! form
    POST /approval/v4/tasks/transfer T 100/m
      scopes approval:approval approval:approval:readonly approval:task
      query user_id_type=open_id|union_id|user_id
      body approval_code! instance_code! user_id! comment transfer_user_id! task_id!
    POST /approval/v4/instances/cancel T 100/m
      scopes approval:approval approval:approval:readonly approval:instance
      query user_id_type=open_id|union_id|user_id
      body approval_code! instance_code! user_id!
    POST /approval/v4/instances/:instance_id/comments T 50/s 1000/m
      scopes approval:approval approval:instance.comment
      query user_id_type=open_id|union_id|user_id user_id!
      body content at_info_list[]{ user_id! name! offset! } parent_comment_id comment_id
        disable_bot:b extra
    """
}
