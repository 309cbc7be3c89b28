internal import JSON
internal import PluginKit

/// A job of several steps, as a prompt in one language.
struct Skill: Sendable {
  /// What the user fills in is cut after so many characters.
  static let maximumArgumentCharacters = 500

  let name: String
  let title: String
  let description: String
  let arguments: [PromptArgument]
  /// Names of the tools that its steps speak of.
  let tools: [String]
  /// The steps, with `{name}` for each argument.
  let text: String
  /// What stands for an argument that is left out.
  let defaults: [String: String]

  /// What the user says with these arguments.
  func filledIn(_ values: [String: String]) -> String {
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      let value = values[name].map { singleLine($0, limit: Skill.maximumArgumentCharacters) }
      filled += rest[..<open] + (value?.nonEmpty ?? defaults[name] ?? "")
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  var prompt: Prompt {
    Prompt(name, description, title: title, arguments: arguments) {
      (values: [String: String], _) in
      PromptResult([.user(filledIn(values))], description: description)
    }
  }

  /// Those whose tools are all listed.
  static func prompts(listed tools: Set<String>) -> [Prompt] {
    all.filter { tools.isSuperset(of: $0.tools) }.map(\.prompt)
  }

  static let all =
    [arrangeMeeting, weeklyReport, minutesToTasks]
    + [arrangeMeetingChinese, weeklyReportChinese, minutesToTasksChinese]
}
