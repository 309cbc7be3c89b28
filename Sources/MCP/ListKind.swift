/// A list that clients read page by page.
enum ListKind: Sendable, Equatable {
  case tools, prompts, resources, templates

  /// The member of the result that holds the list.
  var member: StaticString {
    switch self {
    case .tools: "tools"
    case .prompts: "prompts"
    case .resources: "resources"
    case .templates: "resourceTemplates"
    }
  }

  /// What cursors of the list begin with, so that none fits another list.
  var cursorLetter: Character {
    switch self {
    case .tools: "t"
    case .prompts: "p"
    case .resources: "r"
    case .templates: "m"
    }
  }

  /// The members of a listed object that a revision does not know.
  func membersUnknown(to revision: Revision) -> [StaticString] {
    switch revision {
    case .march2025:
      self == .tools ? ["title", "_meta", "icons", "outputSchema"] : ["title", "_meta", "icons"]
    case .june2025: ["icons"]
    case .november2025, .july2026: []
    }
  }
}
