internal import JSON
internal import PluginKit

/// The document that an argument names.
enum DocumentTarget {
  static let forms =
    "a link or token of a Lark document, such as https://….feishu.cn/docx/… or …/wiki/…"

  /// A link, a token, or a wiki page as what it shows; throws before any request where the text is
  /// something else. A bare token is taken for a document.
  static func reference(
    _ text: String, _ argument: String = "doc", _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> LarkReference {
    guard let reference = LarkReference(parsing: text), isDocument(reference.kind) else {
      throw .argument("\(argument): write \(forms).")
    }
    return try await reference.resolved(client, context)
  }

  /// As `reference`, but what is no document of blocks is refused with the tool to use instead.
  static func docx(
    _ text: String, _ argument: String = "doc", _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> LarkReference {
    if let reference = LarkReference(parsing: text), let advice = advice(reference) {
      throw .argument("\(argument): \(advice)")
    }
    let reference = try await reference(text, argument, client, context)
    if let advice = advice(reference) { throw .argument("\(argument): \(advice)") }
    return reference
  }

  private static func isDocument(_ kind: LarkReference.Kind) -> Bool {
    switch kind {
    case .docx, .doc, .sheet, .bitable, .wiki, .folder, .file, .mindnote, .slides, .minutes,
      .unknown:
      true
    default: false
    }
  }

  /// What to do with something that has no blocks; nil for what has.
  static func advice(_ reference: LarkReference) -> String? {
    let token = singleLine(reference.token, limit: 128)
    switch reference.kind {
    case .sheet: return "\(token) is a spreadsheet: read it with lark_read_sheet."
    case .bitable: return "\(token) is a base: read it with lark_query_records."
    case .file: return "\(token) is a file: get it with lark_download_file."
    case .folder: return "\(token) is a folder: list it with lark_list_files."
    case .doc: return "\(token) is a document of the old kind: get it with lark_export_doc."
    case .minutes: return "\(token) is the minutes of a meeting: read it with lark_get_minutes."
    case .mindnote, .slides:
      return "\(token) is of the kind \(reference.kind.rawValue), which Lark lets no app read."
    default: return nil
    }
  }
}
