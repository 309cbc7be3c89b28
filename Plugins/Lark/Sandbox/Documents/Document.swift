import JSON

/// A file of the cloud drive, or a page of a wiki.
struct Document: Sendable {
  enum Kind: String, Sendable { case docx, doc, sheet, bitable, mindnote, file, slides }

  /// Seed name, from which the token comes.
  let key: String
  let kind: Kind
  var title: String
  var text: String
  let owner: Person
  let createSeconds: Int
  var editSeconds: Int
  let openSeconds: Int
  /// In the drive.
  var folder: String?
  /// In a wiki.
  var spaceID: String?
  /// Only the owner sees it.
  var isPrivate = false

  var token: String { SeedIdentifier.token(key) }

  /// The token of its wiki page, where it has one.
  var nodeToken: String { SeedIdentifier.token("wiki/\(key)") }

  var url: String {
    if spaceID != nil { return "\(DocumentStore.site)/wiki/\(nodeToken)" }
    switch kind {
    case .docx: return "\(DocumentStore.site)/docx/\(token)"
    case .doc: return "\(DocumentStore.site)/docs/\(token)"
    case .sheet: return "\(DocumentStore.site)/sheets/\(token)"
    case .bitable: return "\(DocumentStore.site)/base/\(token)"
    case .mindnote: return "\(DocumentStore.site)/mindnotes/\(token)"
    case .file: return "\(DocumentStore.site)/file/\(token)"
    case .slides: return "\(DocumentStore.site)/slides/\(token)"
    }
  }
}

/// A folder of the drive.
struct Folder: Sendable {
  let key: String
  let name: String
  let owner: Person?
  /// The folder it is in; nil: nobody's root.
  var parent: String?
  let createSeconds: Int
  /// Shared with the app.
  var isBots = true

  var token: String { SeedIdentifier.token("folder/\(key)") }
}

/// A wiki.
struct WikiSpace: Sendable {
  let key: String
  let name: String
  let about: String
  var visibility = "private"
  /// The app is a member.
  var hasBot = true

  var id: String { SeedIdentifier.space(key) }
}

/// A page of a wiki.
struct WikiNode: Sendable {
  /// Stays the same wherever the page is moved to.
  let token: String
  var document: Document
  var spaceID: String
  /// The page above it.
  var parent: String?
  /// A page of another wiki that this one only points at.
  var origin: (nodeToken: String, spaceID: String)?
  /// Hidden from the app and from everyone but the owner.
  var isRestricted: Bool

  init(
    document: Document, spaceID: String, parent: String? = nil,
    origin: (nodeToken: String, spaceID: String)? = nil, isRestricted: Bool = false
  ) {
    token =
      origin == nil
      ? document.nodeToken : SeedIdentifier.token("shortcut/\(spaceID)/\(document.key)")
    (self.document, self.spaceID, self.parent) = (document, spaceID, parent)
    (self.origin, self.isRestricted) = (origin, isRestricted)
  }
}

/// Everything that can be searched or listed.
struct DocumentStore: Sendable {
  static let site = "https://yunshan.feishu.cn"

  var documents: [Document]
  var folders: [Folder]
  var spaces: [WikiSpace]
  var nodes: [WikiNode]

  func document(_ token: String) -> Document? { documents.first { $0.token == token } }

  /// Changes a document and the wiki pages that hold it.
  mutating func change(_ token: String, _ edit: (inout Document) -> Void) {
    guard let index = documents.firstIndex(where: { $0.token == token }) else { return }
    edit(&documents[index])
    for node in nodes.indices where nodes[node].document.token == token {
      nodes[node].document = documents[index]
    }
  }

  func folder(_ token: String) -> Folder? { folders.first { $0.token == token } }
  func space(_ id: String) -> WikiSpace? { spaces.first { $0.id == id } }

  func isVisible(_ space: WikiSpace, _ identity: Identity) -> Bool {
    if case .user = identity { return true }
    return space.hasBot
  }

  func isVisible(_ node: WikiNode, _ identity: Identity) -> Bool {
    guard node.isRestricted else { return true }
    return identity == .user(openID: node.document.owner.openID)
  }

  /// What a search may find for that identity.
  func searchable(by identity: Identity) -> [Document] {
    documents.filter { document in
      if case .bot = identity, document.owner.openID == Bot.openID { return true }
      if document.isPrivate { return identity == .user(openID: document.owner.openID) }
      if case .user = identity {
        let isInBotsSpace = document.folder == nil && document.spaceID == nil
        return document.owner.openID != Bot.openID || !isInBotsSpace
      }
      if let id = document.spaceID { return space(id)?.hasBot ?? false }
      return document.folder.flatMap(folder)?.isBots ?? false
    }
  }
}
