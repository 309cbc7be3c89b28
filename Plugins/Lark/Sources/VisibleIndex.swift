internal import JSON

/// Walks through what is shared with the app, level by level, wiki spaces and folders in turn: a
/// state machine that says what to ask for next. No I/O.
struct VisibleIndex: Sendable {
  /// Wiki calls are limited to 100 a minute.
  static let maximumRequests = 30
  static let maximumDocuments = 5_000

  /// A list to read, and where to go on in it.
  struct Step: Equatable, Sendable {
    enum List: Equatable, Sendable {
      case spaces
      case nodes(space: String, parent: String?)
      /// Nil is the app's own root folder.
      case files(folder: String?)
    }

    var list: List
    var pageToken: String?
  }

  private var waiting: [Step] = [Step(list: .files(folder: nil)), Step(list: .spaces)]
  private var requests = 0
  private(set) var documents: [FoundDocument] = []
  private(set) var failures: [LarkFailure] = []

  /// Whether all of it was seen.
  var isComplete: Bool { waiting.isEmpty && failures.isEmpty }

  /// Nil at the end, or at one of the limits.
  mutating func next() -> Step? {
    guard requests < VisibleIndex.maximumRequests, !waiting.isEmpty,
      documents.count < VisibleIndex.maximumDocuments
    else { return nil }
    requests += 1
    return waiting.removeFirst()
  }

  mutating func failed(_ failure: LarkFailure) { failures.append(failure) }

  /// A page may be empty and yet have more after it.
  mutating func received(_ payload: JSONValue, for step: Step) {
    switch step.list {
    case .spaces:
      for space in payload["items"]?.array ?? [] {
        guard let id = space["space_id"]?.nonEmptyString else { continue }
        waiting.append(Step(list: .nodes(space: id, parent: nil)))
      }
    case .nodes(let space, _):
      for node in payload["items"]?.array ?? [] { receivedNode(node, space) }
    case .files:
      for file in payload["files"]?.array ?? [] { receivedFile(file) }
    }
    if payload["has_more"]?.bool == true, let token = VisibleIndex.nextToken(payload) {
      waiting.insert(Step(list: step.list, pageToken: token), at: 0)
    }
  }

  private mutating func receivedNode(_ node: JSONValue, _ space: String) {
    guard let document = FoundDocument(wikiNode: node) else { return }
    documents.append(document)
    if node["has_child"]?.bool == true {
      waiting.append(Step(list: .nodes(space: space, parent: document.token)))
    }
  }

  private mutating func receivedFile(_ file: JSONValue) {
    guard let document = FoundDocument(driveFile: file) else { return }
    documents.append(document)
    if file["type"]?.string == "folder" {
      waiting.append(Step(list: .files(folder: document.token)))
    }
  }

  /// The list of files names its token differently.
  private static func nextToken(_ payload: JSONValue) -> String? {
    payload["page_token"]?.nonEmptyString ?? payload["next_page_token"]?.nonEmptyString
  }

  static func request(_ step: Step) -> APIRequest {
    var query: [(name: String, value: String)] = []
    var path: [String: String] = [:]
    let endpoint: Endpoint
    let purpose: String
    switch step.list {
    case .spaces:
      (endpoint, purpose) = (.listWikiSpaces, "list the wiki spaces, to search their titles")
      query.append(("page_size", "50"))
    case .nodes(let space, let parent):
      path["space_id"] = space
      (endpoint, purpose) = (
        .listWikiNodes, "list the pages of a wiki space, to search their titles"
      )
      query.append(("page_size", "50"))
      if let parent { query.append(("parent_node_token", parent)) }
    case .files(let folder):
      (endpoint, purpose) = (
        .listFiles, "list the files of a folder, to search their titles"
      )
      query.append(("page_size", "200"))
      if let folder { query.append(("folder_token", folder)) }
    }
    if let token = step.pageToken { query.append(("page_token", token)) }
    return APIRequest(endpoint, path: path, query: query, purpose: purpose)
  }

  /// Documents whose title has every word of the query, the best matches first.
  func matches(_ query: SearchQuery) -> [FoundDocument] {
    let wanted = query.text.lowercased()
    let words = wanted.split(whereSeparator: \.isWhitespace)
    let ranked = documents.compactMap { document -> (Int, FoundDocument)? in
      let title = document.title.lowercased()
      guard query.accepts(type: document.type, isWiki: document.isWiki),
        words.allSatisfy({ firstRange(of: String($0), in: title[...]) != nil })
      else { return nil }
      return (VisibleIndex.rank(title, wanted), document)
    }
    return ranked.enumerated().sorted { left, right in
      (left.element.0, left.offset) < (right.element.0, right.offset)
    }.map(\.element.1)
  }

  private static func rank(_ title: String, _ wanted: String) -> Int {
    if title == wanted { return 0 }
    return title.hasPrefix(wanted) ? 1 : 2
  }
}
