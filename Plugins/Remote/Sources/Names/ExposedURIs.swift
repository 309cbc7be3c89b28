/// The URIs under which resources and templates of several targets are listed.
///
/// A URI means something to the model that read it elsewhere, so it stays as it is where one target
/// alone has it. Where several have it, all of them are listed as `remote://TARGET/URI`, and the
/// bare one stands for none: whichever target came first would otherwise answer for another, and
/// which came first depends on which was up.
struct ExposedURIs: Sendable {
  static let scheme = "remote://"

  private let prefixesAll: Bool
  /// What each target lists.
  private let listed: [String: Set<String>]
  /// What more than one target lists.
  private var shared: Set<String> = []

  /// `listed`: for each target what it lists, resources and templates alike.
  init(_ listed: [(target: String, uris: [String])], prefixesAll: Bool) {
    self.prefixesAll = prefixesAll
    self.listed = Dictionary(listed.map { ($0.target, Set($0.uris)) }) { first, _ in first }
    var known: Set<String> = []
    for uris in self.listed.values {
      for uri in uris where !known.insert(uri).inserted { shared.insert(uri) }
    }
  }

  /// Under what a client finds a URI that a target mentions; only what it lists is found here.
  func exposed(_ uri: String, of target: String) -> String {
    let isPrefixed = shared.contains(uri) || prefixesAll
    return isPrefixed && listed[target]?.contains(uri) ?? false
      ? Self.prefix(of: target) + uri : uri
  }

  /// What the target itself calls a URI that a client found.
  static func own(_ uri: String, of target: String) -> String {
    let prefix = prefix(of: target)
    return uri.hasPrefix(prefix) ? String(uri.dropFirst(prefix.count)) : uri
  }

  private static func prefix(of target: String) -> String { "\(scheme)\(target)/" }
}
