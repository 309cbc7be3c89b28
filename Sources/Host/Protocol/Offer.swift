import MCP
import PluginHost

/// What is offered at one moment: the catalogue and its rendered lists, index by index the same.
/// One object: every request keeps it, and each reference to it costs all threads. Any thread.
final class Offer: Sendable {
  let catalogue: Catalogue
  let lists: Lists
  /// Whose it is, where callers are offered different things; nil: everybody's.
  let view: OfferView?

  init(catalogue: Catalogue, lists: Lists, view: OfferView? = nil) {
    self.catalogue = catalogue
    self.lists = lists
    self.view = view
  }

  /// Whether whoever has this offer knows of that plugin: everybody of each, where no policy hides
  /// any.
  func shows(_ plugin: String) -> Bool {
    view == nil || catalogue.tools.contains { $0.plugin == plugin }
      || catalogue.prompts.contains { $0.owner.plugin == plugin }
      || catalogue.resources.contains { $0.owner.plugin == plugin }
      || catalogue.templates.contains { $0.owner.plugin == plugin }
  }
}
