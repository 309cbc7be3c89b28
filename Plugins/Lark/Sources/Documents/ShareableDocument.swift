internal import JSON

/// Something whose members and settings the drive keeps: what it is named by there.
struct ShareableDocument: Sendable, Equatable {
  let token: String
  /// A value of the query `type`.
  let kind: String

  static let forms =
    "a link of a document, sheet, base, file, folder or wiki page, or kind:token such as"
    + " \"docx:…\" (a bare token counts as a document)"

  /// Wiki pages keep their members under their own token.
  private static let kinds: [LarkReference.Kind: String] = [
    .docx: "docx", .doc: "doc", .sheet: "sheet", .bitable: "bitable", .wiki: "wiki",
    .folder: "folder", .file: "file", .mindnote: "mindnote", .slides: "slides",
    .minutes: "minutes", .unknown: "docx",
  ]

  init(_ text: String, _ argument: String, allowing allowed: Set<String>? = nil)
    throws(LarkFailure)
  {
    let text = text.trimmingSpaces
    if let colon = text.firstIndex(of: ":"), !text.contains("/") {
      kind = String(text[..<colon])
      token = String(text[text.index(after: colon)...])
    } else if let reference = LarkReference(parsing: text),
      let kind = ShareableDocument.kinds[reference.kind]
    {
      (self.kind, token) = (kind, reference.token)
    } else {
      (kind, token) = ("", "")
    }
    guard ShareableDocument.kinds.values.contains(kind), LarkReference.isToken(token) else {
      throw .argument("\(argument): write \(ShareableDocument.forms).")
    }
    if let allowed, !allowed.contains(kind) {
      throw .argument(
        "\(argument): Lark does not do that for the kind \(kind), only for"
          + " \(allowed.sorted().joined(separator: ", ")).")
    }
  }
}
