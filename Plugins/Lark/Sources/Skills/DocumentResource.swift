internal import JSON
internal import PluginKit

/// Documents as resources: `lark://docx/{token}` and the like, read by the code of the tools.
struct DocumentResource: Sendable {
  /// What a URI names after `lark://`.
  enum Kind: String, Sendable, CaseIterable {
    case docx, wiki, sheets, base

    var mediaType: String { self == .docx || self == .wiki ? "text/markdown" : "text/plain" }

    var title: String {
      switch self {
      case .docx: "Lark document"
      case .wiki: "Lark wiki page"
      case .sheets: "Lark spreadsheet"
      case .base: "Lark base"
      }
    }

    var description: String {
      switch self {
      case .docx: "A document as Markdown"
      case .wiki: "A wiki page, whatever it shows, as Markdown or text"
      case .sheets: "The sheets of a spreadsheet and the first rows of the first one"
      case .base: "The tables of a base with their fields"
      }
    }

    var reference: LarkReference.Kind {
      switch self {
      case .docx: .docx
      case .wiki: .wiki
      case .sheets: .sheet
      case .base: .bitable
      }
    }
  }

  let core: LarkCore

  func text(
    _ kind: Kind, _ token: String, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    guard LarkReference.isToken(token) else {
      throw .argument("token: write letters and digits, as they stand in a link.")
    }
    let reference = try await LarkReference(kind.reference, token).resolved(core.client, context)
    switch reference.kind {
    case .docx: return try await document(reference.token, context)
    case .sheet:
      let arguments = ReadSheetArguments(spreadsheet: reference.token)
      return DocumentResource.text(try await ReadSheet(core: core).run(arguments, context))
    case .bitable:
      let arguments = ListTablesArguments(base: reference.token)
      return DocumentResource.text(try await ListTables(core: core).run(arguments, context))
    default:
      throw .argument("The page shows a \(reference.kind.rawValue), which has no text.")
    }
  }

  private func document(
    _ token: String, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    let arguments = ReadDocArguments(doc: token, ids: false, limit: ReadDoc.maximumLimit)
    let result = try await ReadDoc(client: core.client).run(arguments, context)
    let text = DocumentResource.text(result, droppingFirst: 1)
    guard result.structured?["next"] != nil else { return text }
    return text + "\n\n(The document is longer: lark_read_doc reads the rest.)\n"
  }

  /// The first part of a document is a heading for the model.
  private static func text(_ result: ToolResult, droppingFirst count: Int = 0) -> String {
    result.parts.dropFirst(count).compactMap { part in
      if case .text(let text) = part.content { text } else { nil }
    }.joined(separator: "\n")
  }

  /// What is not there is told apart from what cannot be read.
  static func error(_ failure: LarkFailure) -> any Error {
    switch failure {
    case .cancelled: CancellationError()
    case .argument(let text): NotFound(text)
    case .api(let error) where error.meaning.kind == .arguments:
      NotFound(failure.toolError.summary)
    default: failure
    }
  }

  static func templates(_ core: LarkCore) -> [ResourceTemplate] {
    let resource = DocumentResource(core: core)
    return Kind.allCases.map { kind in
      ResourceTemplate(
        "lark://\(kind.rawValue)/{token}", name: kind.rawValue, title: kind.title,
        description: kind.description, mediaType: kind.mediaType
      ) { variables, call in
        let context = CallContext(call, .userFirst, core.client.settings)
        do throws(LarkFailure) {
          return .text(try await resource.text(kind, variables["token"] ?? "", context))
        } catch {
          throw DocumentResource.error(error)
        }
      }
    }
  }
}
