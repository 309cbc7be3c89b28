/// All that is served at one moment. Immutable and shared; a copy is one reference. Any thread.
package final class Lists: Sendable {
  /// tools/list.
  package let tools: ToolList
  /// prompts/list.
  package let prompts: ItemList
  /// resources/list.
  package let resources: ItemList
  /// resources/templates/list.
  package let templates: ItemList
  /// Whether anyone suggests values for arguments. Where nobody does, completion is not announced,
  /// and completion/complete is answered at once.
  package let hasCompletion: Bool
  /// Whether a template gives the resource of that URI.
  private let isGiven: @Sendable (_ uri: String) -> Bool

  /// Lists of one state of the catalogue; each item list of the kind that its name says.
  ///
  /// - Parameter isGiven: whether a resource that is not listed is there all the same, because a
  ///   template gives it.
  package init(
    tools: ToolList, prompts: ItemList, resources: ItemList, templates: ItemList,
    hasCompletion: Bool, isGiven: @escaping @Sendable (_ uri: String) -> Bool = { _ in false }
  ) {
    self.tools = tools
    self.prompts = prompts
    self.resources = resources
    self.templates = templates
    self.hasCompletion = hasCompletion
    self.isGiven = isGiven
  }

  /// Nothing is served.
  package static func empty(generation: UInt64) -> Lists {
    Lists(
      tools: ToolList(emptyOf: generation),
      prompts: ItemList(empty: .prompt, generation: generation),
      resources: ItemList(empty: .resource, generation: generation),
      templates: ItemList(empty: .template, generation: generation), hasCompletion: false)
  }

  /// Whether a resource of that URI is listed, or a template gives it.
  func hasResource(_ uri: ArraySlice<UInt8>) -> Bool {
    resources.index(ofKey: uri) != nil || isGiven(String(decoding: uri, as: UTF8.self))
  }
}
