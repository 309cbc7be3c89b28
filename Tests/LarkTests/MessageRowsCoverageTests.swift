import PluginKit

extension CoverageRow {
  private static let im = "/open-apis/im/v1"
  private static let message = #"{"message_id":"om_1","chat_id":"oc_1"}"#
  private static let shown = #"""
    {"items":[{"message_id":"om_1","chat_id":"oc_1","msg_type":"text","create_time":"1772000000000",
    "sender":{"id":"cli_a1b2","id_type":"app_id","sender_type":"app"},
    "body":{"content":"{\"text\":\"你好\"}"}}],"has_more":false}
    """#
  private static let file = HTTPResponse(
    status: 200, fields: [HTTPField("Content-Type", "image/png")], body: [0x89, 0x50, 0x4E, 0x47])

  static let messages: [CoverageRow] = [
    CoverageRow(
      "send_message", #"{"to":"oc_1","text":"你好 🚀"}"#, ["POST \(im)/messages": .data(message)]),
    CoverageRow("read_chat", #"{"chat":"oc_1"}"#, ["GET \(im)/messages": .data(shown)]),
    CoverageRow("get_message", #"{"messages":"om_1"}"#, ["GET \(im)/messages/om_1": .data(shown)]),
    CoverageRow(
      "get_message_file", #"{"message":"om_1","key":"img_1"}"#,
      ["GET \(im)/messages/om_1/resources/img_1": file]),
    CoverageRow(
      "edit_message", #"{"message":"om_1","text":"改"}"#,
      ["PUT \(im)/messages/om_1": .data(message)]),
    CoverageRow(
      "recall_message", #"{"messages":"om_1"}"#, ["DELETE \(im)/messages/om_1": .data("{}")]),
    CoverageRow(
      "forward_message", #"{"messages":"om_1","to":"oc_2"}"#,
      ["POST \(im)/messages/om_1/forward": .data(#"{"message_id":"om_2","chat_id":"oc_2"}"#)]),
    CoverageRow(
      "react_to_message", #"{"message":"om_1","emoji":"👍"}"#,
      ["POST \(im)/messages/om_1/reactions": .data(#"{"reaction_id":"r_1"}"#)]),
    CoverageRow(
      "pin_message", #"{"message":"om_1"}"#,
      ["POST \(im)/pins": .data(#"{"pin":{"message_id":"om_1"}}"#)]),
    CoverageRow(
      "urge_message", #"{"message":"om_1","people":"ou_1"}"#,
      ["PATCH \(im)/messages/om_1/urgent_app": .data(#"{"invalid_user_id_list":[]}"#)]),
    CoverageRow(
      "message_read_state", #"{"message":"om_1"}"#,
      ["GET \(im)/messages/om_1/read_users": .data(#"{"items":[],"has_more":false}"#)]),
    CoverageRow(
      "search_messages", #"{"query":"路线图"}"#,
      [
        "POST /open-apis/search/v2/message": .data(#"{"items":["om_1"],"has_more":false}"#),
        "GET \(im)/messages/om_1": .data(shown),
      ], isUser: true),
    CoverageRow(
      "find_chat", #"{"query":"产品"}"#,
      ["GET \(im)/chats/search": .data(#"{"items":[{"chat_id":"oc_1","name":"产品"}]}"#)]),
    CoverageRow(
      "create_chat", #"{"name":"群","people":["a@b.cn"]}"#,
      [
        "POST /open-apis/contact/v3/users/batch_get_id": .data(found),
        "POST \(im)/chats": .data(#"{"chat_id":"oc_1","name":"群"}"#),
      ]),
    CoverageRow(
      "update_chat", #"{"chat":"oc_1","name":"群"}"#, ["PUT \(im)/chats/oc_1": .data("{}")]),
    CoverageRow(
      "chat_members", #"{"chat":"oc_1"}"#,
      [
        "GET \(im)/chats/oc_1/members": .data(
          #"{"items":[{"member_id":"ou_1","name":"李"}],"has_more":false,"member_total":1}"#)
      ]),
  ]

  static let found = #"{"user_list":[{"email":"a@b.cn","user_id":"ou_1"}]}"#
  private static let person = #"{"items":[{"open_id":"ou_1","name":"李雷","email":"a@b.cn"}]}"#

  static let people: [CoverageRow] = [
    CoverageRow(
      "find_people", #"{"query":"a@b.cn"}"#,
      [
        "POST /open-apis/contact/v3/users/batch_get_id": .data(found),
        "GET /open-apis/contact/v3/users/batch": .data(person),
      ]),
    CoverageRow(
      "get_departments", #"{"department":"od-1"}"#,
      [
        "GET /open-apis/contact/v3/departments/od-1": .data(
          #"{"department":{"open_department_id":"od-1","name":"研发"}}"#),
        "GET /open-apis/contact/v3/departments/od-1/children": .data(
          #"{"items":[{"open_department_id":"od-2","name":"平台"}],"has_more":false}"#),
      ]),
    CoverageRow(
      "who_am_i", "{}",
      [
        "GET /open-apis/bot/v3/info": HTTPResponse(
          status: 200, body: Array(#"{"code":0,"bot":{"app_name":"x","open_id":"ou_9"}}"#.utf8))
      ]),
  ]
}
