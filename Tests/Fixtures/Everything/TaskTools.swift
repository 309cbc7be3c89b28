import JSON
import PluginKit

/// Tools whose calls may become tasks, which only the latest revision has.
extension Everything {
  struct GreetArguments: Decodable {
    let name: String
  }

  struct ComputeArguments: Decodable {
    let seconds: Double
    let label: String?

    /// A day: more would not fit a clock.
    static let longestSeconds = 86_400.0
  }

  struct DeleteArguments: Decodable {
    let filename: String
  }

  struct DeleteForm: Decodable, Sendable {
    let confirm: Bool

    static let schema = Schema.raw(
      #"{"type":"object","properties":{"confirm":{"type":"boolean"}},"required":["confirm"]}"#)
  }

  struct PersonForm: Decodable, Sendable {
    let name: String?
    let confirm: Bool?

    static let schema = Schema.raw(
      #"{"type":"object","properties":{"name":{"type":"string"},"confirm":{"type":"boolean"}}}"#)
  }

  var taskTools: [Tool] {
    [
      greet, slowCompute, failingJob, protocolErrorJob, confirmDelete, multiInput, toolWithTask,
    ]
  }

  private var greet: Tool {
    Tool(
      "greet", "Greets a person, never as a task.",
      input: .object(["name": .string("Who to greet")], required: ["name"])
    ) { (arguments: GreetArguments, call: Call) in
      try Revision.require(.july2026, of: call)
      return .text("Hello, \(arguments.name)!")
    }
  }

  private var slowCompute: Tool {
    Tool(
      "slow_compute", "Waits, then answers.",
      input: .object(
        [
          "seconds": .number("How long to wait", minimum: 0),
          "label": .string("What to call the result"),
        ], required: ["seconds"]),
      taskSupport: .optional
    ) { (arguments: ComputeArguments, call: Call) in
      try Revision.require(.july2026, of: call)
      let seconds = min(max(arguments.seconds, 0), ComputeArguments.longestSeconds)
      try await Task.sleep(for: .seconds(seconds))
      return .text("Computed \(arguments.label ?? "the result").")
    }
  }

  private var failingJob: Tool {
    .bare("failing_job", "Fails after a second.", taskSupport: .required) { call in
      try Revision.require(.july2026, of: call)
      try await Task.sleep(for: .seconds(1))
      return .error("The job failed, as it always does.")
    }
  }

  private var protocolErrorJob: Tool {
    .bare(
      "protocol_error_job", "Ends in an error of the protocol.", taskSupport: .optional
    ) { call in
      try Revision.require(.july2026, of: call)
      throw RequestFailure("The job ended in an error of the protocol, as it always does.")
    }
  }

  private var confirmDelete: Tool {
    Tool(
      "confirm_delete", "Asks before it deletes a file, which it does not do.",
      input: .object(["filename": .string("What to delete")], required: ["filename"]),
      taskSupport: .optional
    ) { (arguments: DeleteArguments, call: Call) in
      try Revision.require(.july2026, of: call)
      switch call.elicitation("confirm", as: DeleteForm.self) {
      case .accepted(let form)?:
        return .text("\(arguments.filename) was \(form.confirm ? "deleted" : "kept").")
      case let refusal?: return .text(Self.refused(refusal))
      case nil:
        return .inputRequired([
          "confirm": .elicitation("Delete \(arguments.filename)?", schema: DeleteForm.schema)
        ])
      }
    }
  }

  private var multiInput: Tool {
    .bare("multi_input", "Asks two things at the same time.", taskSupport: .optional) { call in
      try Revision.require(.july2026, of: call)
      let keys = ["first", "second"]
      let answers = keys.compactMap { call.elicitation($0, as: PersonForm.self) }
      guard answers.count < keys.count else {
        return .text("Both answered: \(answers.map(\.action).joined(separator: ", "))")
      }
      return .inputRequired([
        "first": .elicitation("Who is first?", schema: PersonForm.schema),
        "second": .elicitation("Who is second?", schema: PersonForm.schema),
      ])
    }
  }

  private var toolWithTask: Tool {
    .bare(
      "test_tool_with_task", "Asks the user, then works as a task.", taskSupport: .required,
      asksFirst: true
    ) { call in
      try Revision.require(.july2026, of: call)
      switch call.elicitation("user_name", as: Forms.Name.self) {
      case .accepted(let form)?: return .text("The task is done for \(form.name).")
      case let refusal?: return .text(Self.refused(refusal))
      case nil: return .inputRequired(["user_name": Self.nameQuestion])
      }
    }
  }
}
