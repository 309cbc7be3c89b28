import JSON
import PluginKit

/// Tools whose questions carry a state, which comes back with the answers. Without it a call is a
/// first one, whatever else it brings.
extension Everything {
  var statefulTools: [Tool] {
    [
      .bare("test_input_required_result_request_state", "Asks, and carries a state.") { call in
        Self.confirm(call, then: "Received: state-ok")
      },
      .bare("test_input_required_result_tampered_state", "Refuses a changed state.") { call in
        Self.confirm(call, then: "Received: integrity-ok")
      },
      .bare("test_input_required_result_multiple_inputs", "Asks for three things at once.") {
        call in try Self.askForThree(call)
      },
      .bare("test_input_required_result_multi_round", "Asks twice, the second time with more.") {
        call in Self.askTwice(call)
      },
    ]
  }

  private static func confirm(_ call: Call, then text: String) -> ToolResult {
    let question = ["confirm": confirmation.json] as JSONObject
    guard call.state != nil else { return .inputRequired(question, state: freshState(call)) }
    return switch call.elicitation("confirm", as: Forms.Confirmation.self) {
    case .accepted?: .text(text)
    case let refusal?: .text(refused(refusal))
    case nil: .inputRequired(question, state: freshState(call))
    }
  }

  /// A state that no other call has.
  private static func freshState(_ call: Call) -> [UInt8] { Array(call.id.utf8) }

  private static let threeQuestions: [(key: String, request: InputRequest)] = [
    ("user_name", nameQuestion),
    ("greeting", .sampling([.user("Generate a greeting")], maxTokens: 50)),
    ("client_roots", .roots),
  ]

  private static func askForThree(_ call: Call) throws(MissingCapability) -> ToolResult {
    let asked = threeQuestions.filter { call.mayAsk($0.request) }
    guard !asked.isEmpty else { throw missing(threeQuestions.map(\.request)) }
    var requests = JSONObject()
    for (key, request) in asked { requests[key] = request.json }
    let question = ToolResult.inputRequired(requests, state: freshState(call))
    guard call.state != nil else { return question }
    var lines: [String] = []
    for (key, _) in asked {
      switch answer(key, call) {
      case .given(let line)?: lines.append(line)
      case .refused(let text)?: return .text(text)
      case nil: return question
      }
    }
    return .text(lines.joined(separator: "; "))
  }

  private enum Answer {
    case given(String)
    case refused(String)
  }

  /// What the client answered to one of the three, nil where that cannot be used.
  private static func answer(_ key: String, _ call: Call) -> Answer? {
    switch key {
    case "user_name":
      switch call.elicitation(key, as: Forms.Name.self) {
      case .accepted(let form)?: .given("name: \(form.name)")
      case let refusal?: .refused(refused(refusal))
      case nil: nil
      }
    case "greeting": call.sampling(key).map { .given("greeting: \($0.text ?? "No response")") }
    default: call.roots(key).map { .given("roots: \(list($0))") }
    }
  }

  private static func missing(_ requests: [InputRequest]) -> MissingCapability {
    var needed = JSONObject()
    for request in requests { needed[request.capability] = [:] }
    return MissingCapability(needed)
  }

  /// What the second question's state remembers.
  private struct Progress: Decodable {
    let name: String?
  }

  private static func askTwice(_ call: Call) -> ToolResult {
    guard let state = call.state, let json = try? JSONValue(parsing: state),
      let progress = try? JSONDecoding.decode(Progress.self, from: json)
    else { return firstQuestion }
    guard let name = progress.name else {
      return switch call.elicitation("step1", as: Forms.Name.self) {
      case .accepted(let form)?: secondQuestion(form.name)
      case let refusal?: .text(refused(refusal))
      case nil: firstQuestion
      }
    }
    return switch call.elicitation("step2", as: Forms.Color.self) {
    case .accepted(let form)?: .text("Finished: \(name) likes \(form.color)")
    case let refusal?: .text(refused(refusal))
    case nil: secondQuestion(name)
    }
  }

  private static var firstQuestion: ToolResult {
    .inputRequired(
      ["step1": .elicitation("Step 1: What is your name?", schema: Forms.Name.schema)],
      state: JSONValue.object([:]).serialized())
  }

  private static func secondQuestion(_ name: String) -> ToolResult {
    .inputRequired(
      [
        "step2": .elicitation(
          "Step 2: What is your favorite color?", schema: Forms.Color.schema)
      ],
      state: JSONValue.object(["name": .string(name)]).serialized())
  }
}
