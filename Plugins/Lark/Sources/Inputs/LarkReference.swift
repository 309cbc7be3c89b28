/// What a link of Lark, or an id by its prefix, points to.
struct LarkReference: Sendable, Equatable {
  enum Kind: String, Sendable, CaseIterable {
    case docx, doc, sheet, bitable, wiki, folder, file, mindnote, slides, minutes
    case wikiSpace, chat, message, thread, openID, unionID, task, table, view, record
    /// A token that does not tell of what.
    case unknown
  }

  var kind: Kind
  var token: String
  /// Of a base: `tbl...`; of its view: `vew...`; of a record: `rec...`.
  var table: String?
  var view: String?
  var record: String?
  /// Of a spreadsheet: the id of the sheet.
  var sheet: String?
  /// Of a document: the id of the block.
  var block: String?

  static let maximumBytes = 2_048

  init(_ kind: Kind, _ token: String) { (self.kind, self.token) = (kind, token) }

  /// A link, an id or a token; nil where the text is none of them.
  init?(parsing text: String) {
    let text = text.trimmingSpaces
    guard !text.isEmpty, text.utf8.count <= LarkReference.maximumBytes else { return nil }
    if let link = LinkText(text) {
      guard let reference = LarkReference(link) else { return nil }
      self = reference
      return
    }
    guard LarkReference.isToken(text) else { return nil }
    self.init(LarkReference.kind(ofToken: text), text)
  }

  /// Letters, digits, `_` and `-`: whatever ids look like.
  static func isToken(_ text: String) -> Bool {
    (2...128).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
          || byte == 0x2D
      }
  }

  private static func kind(ofToken token: String) -> Kind {
    prefixes.first { token.hasPrefix($0.prefix) }?.kind ?? .unknown
  }

  /// Tokens of documents have had no prefix since 2022; older ones do.
  private static let prefixes: [(prefix: String, kind: Kind)] = [
    ("oc_", .chat), ("om_", .message), ("omt_", .thread), ("ou_", .openID), ("on_", .unionID),
    ("tbl", .table), ("vew", .view), ("rec", .record), ("doxcn", .docx), ("doxus", .docx),
    ("doccn", .doc), ("docus", .doc), ("shtcn", .sheet), ("shtus", .sheet), ("bascn", .bitable),
    ("basus", .bitable), ("wikcn", .wiki), ("wikus", .wiki), ("fldcn", .folder),
    ("fldus", .folder), ("boxcn", .file), ("boxus", .file), ("bmncn", .mindnote),
    ("obcn", .minutes), ("obus", .minutes),
  ]
}

extension LarkReference {
  private init?(_ link: LinkText) {
    if link.path.starts(with: ["client", "chat"]) {
      guard let chat = link.query["openChatId"] else { return nil }
      self.init(.chat, chat)
      return
    }
    if link.path.starts(with: ["client", "todo"]) {
      guard let task = link.query["guid"] else { return nil }
      self.init(.task, task)
      return
    }
    guard let (kind, token) = LarkReference.document(link.path),
      LarkReference.isToken(token)
    else { return nil }
    self.init(kind, token)
    table = link.query["table"]
    view = link.query["view"]
    record = link.query["record"]
    sheet = link.query["sheet"]
    block = link.fragment
  }

  /// By the names that stand before a token in a link, the longest first.
  private static func document(_ path: [String]) -> (Kind, String)? {
    for (names, kind) in paths {
      for start in path.indices where path[start...].starts(with: names) {
        let place = start + names.count
        if place < path.count { return (kind, path[place]) }
      }
    }
    return nil
  }

  private static let paths: [(names: [String], kind: Kind)] = [
    (["drive", "folder"], .folder), (["wiki", "space"], .wikiSpace),
    (["wiki", "settings"], .wikiSpace), (["docx"], .docx), (["docs"], .doc), (["doc"], .doc),
    (["sheets"], .sheet), (["sheet"], .sheet), (["base"], .bitable), (["bitable"], .bitable),
    (["wiki"], .wiki), (["file"], .file), (["mindnotes"], .mindnote), (["mindnote"], .mindnote),
    (["slides"], .slides), (["minutes"], .minutes),
  ]
}
