import PluginKit

extension CoverageRow {
  private static let approvals = "/open-apis/approval/v4"
  private static let instance = HTTPResponse.data(
    #"""
    {"approval_name":"请假","approval_code":"DEF-1","status":"PENDING","open_id":"ou_1","form":"[]",
    "task_list":[{"id":"t1","status":"PENDING","open_id":"ou_2"}],"timeline":[]}
    """#)
  private static let definition = HTTPResponse.data(
    #"""
    {"approval_name":"请假","status":"ACTIVE",
    "form":"[{\"id\":\"w1\",\"name\":\"理由\",\"type\":\"input\",\"required\":true}]"}
    """#)
  private static let minutes = "/open-apis/minutes/v1/minutes"
  private static let token = "obcnq3b9jl72l83w4f149w9c"
  private static let mailbox = "/open-apis/mail/v1/user_mailboxes/me"

  private static func body(_ json: String) -> HTTPResponse {
    HTTPResponse(status: 200, body: Array(json.utf8))
  }

  static let work: [CoverageRow] = [
    CoverageRow(
      "list_approvals", #"{"topic":"todo","person":"ou_1"}"#,
      ["GET \(approvals)/tasks/query": .data(#"{"tasks":[],"count":{"total":0}}"#)]),
    CoverageRow(
      "get_approval", #"{"instance":"INS-1"}"#, ["GET \(approvals)/instances/INS-1": instance]),
    CoverageRow(
      "decide_approval", #"{"instance":"INS-1","decision":"approve","person":"ou_2"}"#,
      [
        "GET \(approvals)/instances/INS-1": instance,
        "POST \(approvals)/tasks/approve": .data("{}"),
      ]),
    CoverageRow(
      "start_approval", #"{"definition":"DEF-1","form":{"理由":"病"},"person":"ou_1"}"#,
      [
        "GET \(approvals)/approvals/DEF-1": definition,
        "POST \(approvals)/instances": .data(#"{"instance_code":"INS-2"}"#),
      ]),
    CoverageRow(
      "find_meetings", #"{"number":"123456789"}"#,
      [
        "GET /open-apis/vc/v1/meetings/list_by_no": .data(
          #"{"meeting_briefs":[{"id":"6911188411934433028","topic":"周会"}],"has_more":false}"#)
      ]),
    CoverageRow(
      "get_meeting", #"{"meeting":"6911188411934433028"}"#,
      [
        "GET /open-apis/vc/v1/meetings/6911188411934433028": .data(
          #"{"meeting":{"id":"6911188411934433028","topic":"周会","participants":[]}}"#),
        "GET /open-apis/vc/v1/meetings/6911188411934433028/recording": .data(
          #"{"recording":{"url":"https://x.feishu.cn/minutes/\#(token)","duration":"30000"}}"#),
      ]),
    CoverageRow(
      "get_minutes", #"{"minutes":"\#(token)"}"#,
      [
        "GET \(minutes)/\(token)": .data(#"{"minute":{"token":"\#(token)","title":"周会"}}"#),
        "GET \(minutes)/\(token)/artifacts": .data(#"{"summary":"要点"}"#),
      ]),
    CoverageRow(
      "find_minutes", #"{"query":"周会"}"#,
      ["POST \(minutes)/search": .data(#"{"items":[],"has_more":false}"#)], isUser: true),
    CoverageRow(
      "list_mail", "{}",
      [
        "GET \(mailbox)/messages": .data(#"{"items":["m1"],"has_more":false}"#),
        "POST \(mailbox)/messages/batch_get": .data(
          #"{"messages":[{"message_id":"m1","subject":"你好"}]}"#),
      ], isUser: true),
    CoverageRow(
      "read_mail", #"{"message":"TUlCTUVTU0FHRUlE"}"#,
      [
        "GET \(mailbox)/messages/TUlCTUVTU0FHRUlE": .data(
          #"{"message":{"message_id":"TUlCTUVTU0FHRUlE","subject":"你好"}}"#)
      ], isUser: true),
    CoverageRow(
      "send_mail", #"{"to":"a@b.cn","subject":"你好","text":"x"}"#,
      ["POST \(mailbox)/messages/send": .data(#"{"message_id":"m2"}"#)], isUser: true),
  ]

  static let access: [CoverageRow] = [
    CoverageRow(
      "doctor", "{}",
      [
        "GET /open-apis/bot/v3/info": body(#"{"code":0,"bot":{"app_name":"x","open_id":"ou_9"}}"#),
        "GET /open-apis/application/v6/scopes": .data(
          #"{"scopes":[{"scope_name":"im:message","grant_status":1}]}"#),
      ], withoutScopes: .tells),
    CoverageRow(
      "login", "{}",
      [
        "POST /open-apis/authen/v2/oauth/device_authorization": body(
          #"""
          {"device_code":"device-1","user_code":"AB-CD","verification_uri":"https://x.cn/device",
          "verification_uri_complete":"https://x.cn/device?code=AB-CD","expires_in":240,"interval":5}
          """#),
        "POST /open-apis/authen/v2/oauth/token": body(
          #"""
          {"code":0,"access_token":"u-2","expires_in":7200,"refresh_token":"ur-2",
          "refresh_token_expires_in":604800,"token_type":"Bearer","scope":"offline_access"}
          """#),
        "GET /open-apis/authen/v1/user_info": .data(#"{"name":"李雷","open_id":"ou_1"}"#),
      ]),
    CoverageRow("discover_api", #"{"query":"chat members"}"#, [:], withoutScopes: .needsNone),
    CoverageRow(
      "call_api", #"{"method":"GET","path":"/open-apis/im/v1/chats/oc_1"}"#,
      ["GET /open-apis/im/v1/chats/oc_1": .data(#"{"name":"群"}"#)]),
  ]
}
