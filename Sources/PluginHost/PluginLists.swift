/// Which of the host's lists have changed.
package struct ListChanges: OptionSet, Sendable, Hashable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  package static let tools = ListChanges(rawValue: 1)
  package static let prompts = ListChanges(rawValue: 2)
  /// The list of resources, or that of their templates.
  package static let resources = ListChanges(rawValue: 4)

  static let all: ListChanges = [.tools, .prompts, .resources]

  /// The plugin's lists that these are made of.
  var kinds: [ListKind] { ListKind.allCases.filter { contains($0.change) } }
}

/// The lists that a plugin can give.
package enum ListKind: Int, Sendable, CaseIterable {
  case tools, prompts, resources, templates

  var change: ListChanges {
    switch self {
    case .tools: .tools
    case .prompts: .prompts
    case .resources, .templates: .resources
    }
  }

  /// What a fault of the list is reported as.
  var code: PluginLoadError.Code {
    switch self {
    case .tools: .tools
    case .prompts: .prompts
    case .resources, .templates: .resources
    }
  }

  /// In sentences: "its list of prompts".
  var noun: String {
    self == .templates ? "resource templates" : "\(self)"
  }

  /// In sentences: "the prompt a".
  var singular: String { String(noun.dropLast()) }
}

/// The lists of one plugin, or some of them, each a JSON array as the plugin gave it.
struct PluginLists: Sendable {
  /// The most bytes of all lists that are read at a time: they fit into a frame.
  static let maximumBytes = 60 << 20

  private var texts: [ListKind: [UInt8]] = [:]
  /// Whether the plugin offers `toolrack.completion/1`.
  var completes = false

  /// The list of that kind; nil where it is not among these.
  subscript(kind: ListKind) -> [UInt8]? {
    get { texts[kind] }
    set { texts[kind] = newValue }
  }

  /// Whether none is missing.
  var isWhole: Bool { texts.count == ListKind.allCases.count }

  /// Takes over those lists that `newer` has.
  mutating func merge(_ newer: PluginLists) {
    texts.merge(newer.texts) { _, newer in newer }
  }
}
