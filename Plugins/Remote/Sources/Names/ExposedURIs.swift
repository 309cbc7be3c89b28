/// The URIs under which resources and templates of several targets are listed.
///
/// A URI means something to the model that read it elsewhere, so it stays as it is where one target
/// alone has it. Where several have it, all of them are listed as `remote://TARGET/URI`, and the
/// bare one stands for none: whichever target came first would otherwise answer for another, and
/// which came first depends on which was up.
///
/// What begins with `remote://` already says whose it is, so a target's own URI of that kind never
/// stands as it is: it is `remote://TARGET/remote://...`, listed or only mentioned. So what begins
/// with `remote://TARGET/` is that target's for certain.
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
    if Self.namesATarget(uri) { return Self.prefix(of: target) + uri }
    let isPrefixed = shared.contains(uri) || prefixesAll
    return isPrefixed && listed[target]?.contains(uri) ?? false
      ? Self.prefix(of: target) + uri : uri
  }

  /// What the target itself calls a URI that a client found.
  static func own(_ uri: String, of target: String) -> String {
    isOf(target, uri)
      ? String(decoding: uri.utf8.dropFirst(prefix(of: target).utf8.count), as: UTF8.self) : uri
  }

  /// Whether a template as it is listed may stand for that URI. One that could begin with anything,
  /// as `{+x}` does, stands for none that names a target.
  static func mayStand(_ template: String, of target: String, for uri: String) -> Bool {
    !namesATarget(uri) || (isOf(target, template) && isOf(target, uri))
  }

  /// Whether it begins with the scheme, in letters of either case (RFC 3986 section 3.1).
  private static func namesATarget(_ uri: String) -> Bool {
    uri.utf8.prefix(scheme.utf8.count).map { byte in
      UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }.elementsEqual(scheme.utf8)
  }

  /// By bytes: what follows the prefix may combine with its last character.
  private static func isOf(_ target: String, _ uri: String) -> Bool {
    uri.utf8.starts(with: prefix(of: target).utf8)
  }

  private static func prefix(of target: String) -> String { "\(scheme)\(target)/" }
}
