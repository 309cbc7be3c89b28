import JSON
import PluginKit

/// Tools that ask the client's model or its user. One implementation serves clients that are asked
/// during the call and clients that call again.
extension Everything {
  struct SamplingArguments: Decodable {
    let prompt: String
  }

  struct ElicitationArguments: Decodable {
    let message: String
  }

  var askingTools: [Tool] {
    [
      Tool(
        "test_sampling", "Asks the client's model.",
        input: .object(["prompt": .string("What to ask")], required: ["prompt"])
      ) { (arguments: SamplingArguments, call: Call) in
        guard let answer = call.sampling("sampling") else {
          return .inputRequired([
            "sampling": .sampling([.user(arguments.prompt)], maxTokens: 100)
          ])
        }
        return .text("LLM response: \(answer.text ?? "No response")")
      },
      Tool(
        "test_elicitation", "Asks the user for a name and an address.",
        input: .object(["message": .string("What the user reads")], required: ["message"])
      ) { (arguments: ElicitationArguments, call: Call) in
        try Revision.require(.june2025, of: call)
        return Self.ask(
          arguments.message, Forms.Account.self, Forms.Account.schema, "User response", call)
      },
      .bare("test_elicitation_sep1034_defaults", "Asks the user with defaults.") { call in
        try Revision.require(.november2025, of: call)
        return Self.ask(
          "Please review the profile.", Forms.Profile.self, Forms.Profile.schema,
          "Elicitation completed", call)
      },
      .bare("test_elicitation_sep1330_enums", "Asks the user to choose.") { call in
        try Revision.require(.november2025, of: call)
        return Self.ask(
          "Please choose.", Forms.Choices.self, Forms.Choices.schema, "Elicitation completed", call)
      },
    ]
  }

  /// Asks, or tells what the user did and wrote.
  private static func ask<Form: Decodable>(
    _ message: String, _ form: Form.Type, _ schema: Schema, _ opening: String, _ call: Call
  ) -> ToolResult {
    let key = "elicitation"
    // A client that is asked during the call has answered what it has to say.
    guard call.elicitation(key, as: form) != nil || call.isLegacy, let answer = call.answer(key),
      let action = answer["action"]?.string
    else { return .inputRequired([key: .elicitation(message, schema: schema)]) }
    let content = JSONValue.object(answer["content"]?.object ?? [:])
    return .text("\(opening): action=\(action), content=\(content)")
  }
}
