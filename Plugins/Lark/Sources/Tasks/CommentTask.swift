internal import JSON
internal import PluginKit

struct CommentTaskArguments: Decodable, Sendable {
  var task: String
  var text: String
  var replyTo: LooseID?

  enum CodingKeys: String, CodingKey {
    case task, text
    case replyTo = "reply_to"
  }
}

/// Writes a comment on a task.
enum CommentTask {
  static let maximumText = 3_000
  static let maximumIDBytes = 20

  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "comment_task", "Writes a comment on a Lark task.", core,
      group: .tasks, endpoints: [.commentTask], identity: .userFirst, effect: .adds,
      input: .object(
        [
          "task": .string("Id or link."), "text": .string(),
          "reply_to": .looseID("Comment id from get_task."),
        ], required: ["task", "text"])
    ) { (arguments: CommentTaskArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }

  static func run(
    _ arguments: CommentTaskArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let guid = try TaskReference.id(arguments.task, "task")
    guard arguments.text.nonEmpty != nil, arguments.text.count <= maximumText else {
      throw .argument("text: from 1 to \(maximumText) characters.")
    }
    var body: JSONObject = [
      "content": .string(arguments.text), "resource_type": "task", "resource_id": .string(guid),
    ]
    if let id = arguments.replyTo?.text.nonEmpty {
      guard id.utf8.count <= maximumIDBytes, id.utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else {
        throw .argument("reply_to: write a comment's id, digits, as get_task tells it.")
      }
      body["reply_to_comment_id"] = .string(id)
    }
    let payload = try await client.send(
      APIRequest(
        .commentTask, query: [("user_id_type", "open_id")], body: .object(body),
        purpose: "comment the task"), context)
    let id = payload["comment"]?["id"]?.string ?? ""
    return ToolResult(
      [.text("Commented \(guid) as the \(context.actedAs): comment \(singleLine(id, limit: 40)).")],
      structured: ["task": .string(guid), "comment": .string(id)])
  }
}
