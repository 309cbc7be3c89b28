import JSON
import PluginKit

/// Tools that ask once and need nothing but the answer.
extension Everything {
  /// What a tool says of a user who did not fill in the form.
  static func refused<Form>(_ answer: ElicitationAnswer<Form>) -> String {
    "The user did not answer: \(answer.action)."
  }

  var roundTripTools: [Tool] {
    [
      .bare("test_input_required_result_elicitation", "Asks the user for a name.") { call in
        switch call.elicitation("user_name", as: Forms.Name.self) {
        case .accepted(let form)?: return .text("Hello, \(form.name)!")
        case let refusal?: return .text(Self.refused(refusal))
        case nil: return .inputRequired(["user_name": Self.nameQuestion])
        }
      },
      .bare("test_input_required_result_sampling", "Asks the client's model.") { call in
        guard let answer = call.sampling("capital_question") else {
          return .inputRequired([
            "capital_question": .sampling(
              [.user("What is the capital of France?")], maxTokens: 100)
          ])
        }
        return .text("The model answered: \(answer.text ?? "No response")")
      },
      .bare("test_input_required_result_list_roots", "Asks for the client's folders.") { call in
        guard let roots = call.roots("client_roots") else {
          return .inputRequired(["client_roots": .roots])
        }
        return .text("The client has \(roots.count) roots: \(Self.list(roots))")
      },
      .bare(
        "test_input_required_result_capabilities", "Asks for all that the client can answer."
      ) { call in
        if Self.hasAnswered(call) { return .text("The client answered.") }
        let requests = Self.permitted(Self.everyQuestion, call)
        guard !requests.isEmpty else {
          return .text("The client declares nothing that it could be asked.")
        }
        return .inputRequired(requests)
      },
      .bare("test_streaming_elicitation", "Reports progress, then asks the user.") { call in
        switch call.elicitation("confirm", as: Forms.Confirmation.self) {
        case .accepted?: return .text("Streaming complete")
        case let refusal?: return .text(Self.refused(refusal))
        case nil:
          guard call.mayAsk(Self.confirmation) else {
            throw MissingCapability(Self.confirmation.capabilities)
          }
          call.progress(50, of: 100, "Waiting for the user")
          return .inputRequired(["confirm": Self.confirmation])
        }
      },
    ]
  }

  static let nameQuestion = InputRequest.elicitation(
    "What is your name?", schema: Forms.Name.schema)
  static let confirmation = InputRequest.elicitation(
    "Please confirm", schema: Forms.Confirmation.schema)

  private static let everyQuestion: [(key: String, request: InputRequest)] = [
    ("sample_input", .sampling([.user("Say anything")], maxTokens: 50)),
    ("elicit_input", confirmation),
    ("roots_input", .roots),
  ]

  private static func hasAnswered(_ call: Call) -> Bool {
    call.sampling("sample_input") != nil || call.roots("roots_input") != nil
      || call.elicitation("elicit_input", as: JSONObject.self) != nil
  }

  /// Those that the client declared, as JSON.
  private static func permitted(
    _ questions: [(key: String, request: InputRequest)], _ call: Call
  ) -> JSONObject {
    var requests = JSONObject()
    for (key, request) in questions where call.declares(request) { requests[key] = request.json }
    return requests
  }

  /// The URIs in one line.
  static func list(_ roots: [Root]) -> String { roots.map(\.uri).joined(separator: ", ") }
}
