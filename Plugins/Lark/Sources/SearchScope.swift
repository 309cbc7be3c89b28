/// The three places where documents are looked for, in the order in which they are tried.
enum SearchScope: String, Sendable, CaseIterable {
  /// `search/v2/doc_wiki/search`. Its page says that it takes a user's token; Lark's SDK says that
  /// a bot's will do.
  case docWiki = "d"
  /// `suite/docs-api/search/object`, the same with more doubt.
  case legacy = "s"
  /// Titles of what is shared with the app: its folders, and wiki spaces that it is a member of.
  case index = "i"

  var name: String {
    switch self {
    case .docWiki: "doc_wiki_search"
    case .legacy: "docs_search"
    case .index: "shared_with_app"
    }
  }

  var explanation: String {
    switch self {
    case .docWiki: "Lark's search of documents and wikis (titles and content)"
    case .legacy: "Lark's older search of documents (titles and content)"
    case .index: "titles in the folders and wiki spaces that are shared with the app"
    }
  }
}

/// Where a page begins: the scope, and its own token or offset. Text of the form `d:...`.
struct SearchCursor: Equatable, Sendable {
  var scope: SearchScope
  var position: String

  static let maximumBytes = 2_048

  init(_ scope: SearchScope, _ position: String) {
    (self.scope, self.position) = (scope, position)
  }

  /// The first page.
  init(firstOf scope: SearchScope) { self.init(scope, "") }

  init(_ text: String) throws(LarkFailure) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard text.utf8.count <= SearchCursor.maximumBytes, parts.count == 2,
      let scope = SearchScope(rawValue: String(parts[0])), !parts[1].isEmpty
    else {
      throw .argument("page_token: write the token that the page before gave, unchanged.")
    }
    self.init(scope, String(parts[1]))
    guard scope == .docWiki || offset != nil else {
      throw .argument("page_token: write the token that the page before gave, unchanged.")
    }
  }

  var text: String { "\(scope.rawValue):\(position)" }

  var offset: Int? {
    guard let offset = Int(position), offset >= 0, offset <= SearchCursor.maximumOffset else {
      return nil
    }
    return offset
  }

  private static let maximumOffset = 1_000_000
}
