internal import PluginKit

/// A job of several steps, as a prompt in one language.
struct Skill: Sendable {
  /// One step, told only where the tools that it speaks of are listed.
  struct Step: Sendable {
    var tools: [String] = []
    /// With `{name}` for each argument.
    let text: String
  }

  /// What the user fills in is cut after so many characters.
  static let maximumArgumentCharacters = 4_000

  let name: String
  let title: String
  let description: String
  let arguments: [PromptArgument]
  /// What stands before the steps.
  let introduction: String
  let steps: [Step]
  /// What stands for an argument that is left out.
  let defaults: [String: String]

  /// What the user says with these arguments, where these tools are listed.
  func filledIn(_ values: [String: String], listed tools: Set<String>) -> String {
    let told = steps.filter { tools.isSuperset(of: $0.tools) }
    let lines = told.enumerated().map { "\($0.offset + 1). \(filledIn($0.element.text, values))" }
    return filledIn(introduction, values) + "\n\n" + lines.joined(separator: "\n")
  }

  func prompt(listed tools: Set<String>) -> Prompt {
    Prompt(name, description, title: title, arguments: arguments) {
      (values: [String: String], _) in
      PromptResult([.user(filledIn(values, listed: tools))], description: description)
    }
  }

  /// In the order in which they are listed.
  static let all = [explore, findSlow, exploreChinese, findSlowChinese]

  static func prompts(listed tools: [Tool]) -> [Prompt] {
    let names = Set(tools.map(\.name))
    return all.map { $0.prompt(listed: names) }
  }

  private func filledIn(_ text: String, _ values: [String: String]) -> String {
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      let value = values[name].map { String($0.prefix(Self.maximumArgumentCharacters)) } ?? ""
      filled += rest[..<open] + (value.isEmpty ? defaults[name] ?? "" : value)
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}
