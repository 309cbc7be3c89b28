/// Which resources of one plugin have subscribers, and what the plugin has been told of that. A
/// plain value. Bounded by whoever subscribes.
struct SubscribedURIs: Sendable {
  private var told: Set<URIKey> = []
  /// What the plugin does not know.
  private var news: [URIKey: Bool] = [:]

  /// A first client subscribed, or the last one left.
  mutating func set(_ isSubscribed: Bool, _ uri: URIKey) {
    news[uri] = told.contains(uri) == isSubscribed ? nil : isSubscribed
  }

  /// What the plugin is to be told now, at most so many; they count as told.
  mutating func take(_ limit: Int) -> [(uri: URIKey, isSubscribed: Bool)] {
    let taken = news.prefix(limit).map { (uri: $0.key, isSubscribed: $0.value) }
    for (uri, isSubscribed) in taken {
      news[uri] = nil
      if isSubscribed { told.insert(uri) } else { told.remove(uri) }
    }
    return taken
  }

  /// A new instance of the plugin, which has been told nothing.
  mutating func beginAnew() {
    for uri in told where news[uri] == nil { news[uri] = true }
    news = news.filter { $0.value }
    told = []
  }

  /// Whether there is something to tell.
  var hasNews: Bool { !news.isEmpty }
}
