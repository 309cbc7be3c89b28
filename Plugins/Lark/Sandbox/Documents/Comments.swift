import JSON

/// A comment on a file and its replies; the first reply is the comment itself.
struct Comment: Sendable {
  let id: String
  let userID: String
  let seconds: Int
  var isSolved = false
  var replies: [JSONObject] = []

  var json: JSONObject {
    [
      "comment_id": .string(id), "user_id": .string(userID), "create_time": number(seconds),
      "update_time": number(seconds), "is_solved": .bool(isSolved), "has_more": false,
      "is_whole": true, "reply_list": ["replies": .array(replies.map(JSONValue.object))],
    ]
  }
}

/// `drive/v1/files/:file_token/comments`.
enum Comments {
  private static let path = "/drive/v1/files/:file_token/comments"

  static let endpoints: [Endpoint] = [
    Endpoint("GET \(path)", list), Endpoint("POST \(path)", add),
    Endpoint("POST \(path)/:comment_id/replies", reply),
    Endpoint("PATCH \(path)/:comment_id", solve),
  ]

  static func list(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try file(state, call)
    var found = state.comments[token] ?? []
    if let solved = call.queryChoice("is_solved") {
      found = found.filter { $0.isSolved == solved }
    }
    return try state.page(
      found.map { .object($0.json) }, "comments \(token)", call, defaultSize: 50,
      expired: .code(1_069_302))
  }

  static func add(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let token = try file(state, call)
    guard let content = call.object("reply_list")["replies"]?[0]?["content"] else {
      throw .code(1_069_302)
    }
    var comment = Comment(
      id: "7\(state.identifiers.digits(18))", userID: call.openID, seconds: state.clock.seconds)
    comment.replies = [made(content, &state, call)]
    state.comments[token, default: []].append(comment)
    return .data(comment.json)
  }

  static func reply(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (token, index) = try comment(state, call)
    let reply = made(call.body["content"] ?? [:], &state, call)
    state.comments[token]?[index].replies.append(reply)
    return .data(reply)
  }

  static func solve(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (token, index) = try comment(state, call)
    state.comments[token]?[index].isSolved = call.flag("is_solved")
    return .empty
  }

  private static func made(
    _ content: JSONValue, _ state: inout SandboxState, _ call: Call
  ) -> JSONObject {
    [
      "reply_id": .string("7\(state.identifiers.digits(18))"), "user_id": .string(call.openID),
      "create_time": number(state.clock.seconds), "update_time": number(state.clock.seconds),
      "content": content,
    ]
  }

  private static func comment(
    _ state: SandboxState, _ call: Call
  ) throws(APIError) -> (String, Int) {
    let token = try file(state, call)
    let id = call.parameter("comment_id")
    guard let index = state.comments[token]?.firstIndex(where: { $0.id == id }) else {
      throw .code(1_069_307)
    }
    return (token, index)
  }

  private static func file(_ state: SandboxState, _ call: Call) throws(APIError) -> String {
    try state.document(
      call.parameter("file_token"), call, missing: .code(1_069_307), forbidden: .code(1_069_303)
    ).token
  }
}
