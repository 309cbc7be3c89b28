internal import JSON
internal import PluginKit

struct StartApprovalArguments: Decodable, Sendable {
  var definition: String
  var form: JSONText
  var person: String?
}

/// Asks for an approval in a person's name.
enum StartApproval {
  static func tool(_ core: LarkCore) -> LarkTool {
    LarkTool(
      "start_approval",
      "Starts a Lark approval in a person's name; get_approval with definition tells the fields.",
      core, group: .approval,
      endpoints: [.createApproval, .getApprovalDefinition] + ParticipantLookup.endpoints,
      identity: .userFirst, effect: .adds, offer: .inPresets,
      input: .object(
        [
          "definition": .string("Code of the kind."),
          "form": .jsonText("{field name or id: value}, or Lark's list of {id, type, value}."),
          "person": .string("E-mail or ou_...; default: the user."),
        ], required: ["definition", "form"])
    ) { (arguments: StartApprovalArguments, context) throws(LarkFailure) in
      try await run(arguments, core.client, context)
    }
  }

  static func run(
    _ arguments: StartApprovalArguments, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> ToolResult {
    let definition = try ApprovalCode.checked(arguments.definition, "definition")
    guard arguments.form.value.object != nil || arguments.form.value.array != nil else {
      throw .argument("form: write an object of fields, or a list of {id, type, value}.")
    }
    let people = try Participant.list(
      [arguments.person?.nonEmpty ?? "me"], "person", atMost: 1)
    let person = try await ParticipantLookup(client: client, context: context).openIDs(
      of: people, "person")[0]
    var widgets = arguments.form.value.array ?? []
    if let values = arguments.form.value.object {
      let payload = try await GetApproval.definition(definition, client, context)
      widgets = try ApprovalForm(payload["form"]).filled(values)
    }
    let payload = try await client.send(
      APIRequest(
        .createApproval,
        body: [
          "approval_code": .string(definition), "open_id": .string(person),
          "form": .string(JSONValue.array(widgets).description),
        ], purpose: "start the approval"), context)
    let code = payload["instance_code"]?.string ?? ""
    return ToolResult(
      [.text("Started in the name of \(person): instance \(singleLine(code, limit: 80)).")],
      structured: ["instance": .string(code), "person": .string(person)])
  }
}
