internal import JSON
internal import PluginKit

/// What a search found, ready to be shown.
struct SearchReport: Sendable {
  var query: SearchQuery
  var page: SearchDocs.Page
  var skipped: [SearchDocs.Skipped]
  var brand: Settings.Brand
  var actedAs = Identity.bot.rawValue

  /// For people.
  var text: String {
    var lines = [heading]
    for (index, document) in page.documents.enumerated() { lines += entry(index + 1, document) }
    lines += ["", "Searched as the \(actedAs): \(page.scope.explanation)."]
    lines += notes
    if let next = page.next { lines.append("More results: page_token \"\(next.text)\".") }
    return lines.joined(separator: "\n")
  }

  private var heading: String {
    let count = page.documents.count
    let total = page.total.map { $0 > Int64(count) ? " of \($0)" : "" } ?? ""
    let noun = count == 1 && total.isEmpty ? "document" : "documents"
    return "\(count)\(total) \(noun) for \"\(query.text)\""
  }

  private func entry(_ number: Int, _ document: FoundDocument) -> [String] {
    let title = document.title.isEmpty ? "(no title)" : document.title
    var line = "\(number). \(title) (\(kind(document))) \(document.link(brand))"
    if let owner = document.owner { line += " by \(owner)" }
    if let updated = document.updated {
      line += ", updated \(ZoneRules.utc.localTime(at: updated).date)"
    }
    return document.summary.map { [line, "   \($0)"] } ?? [line]
  }

  private func kind(_ document: FoundDocument) -> String {
    document.isWiki && document.type != "wiki" ? "wiki \(document.type)" : document.type
  }

  private var notes: [String] {
    var notes: [String] = []
    if query.isCut {
      notes.append("The query was cut to Lark's \(SearchQuery.maximumCharacters) characters.")
    }
    if !page.isComplete {
      let reasons = page.failures.prefix(2).map(\.toolError.summary).joined(separator: " ")
      let note = "Not everything that is shared with the app could be looked at"
      notes.append(reasons.isEmpty ? "\(note)." : "\(note): \(reasons)")
    }
    return notes
      + skipped.map { skipped in
        "Not searched: \(skipped.scope.explanation), because \(reason(skipped.failure))"
      }
  }

  private func reason(_ failure: LarkFailure) -> String {
    guard let error = failure.apiError, error.meaning.kind == .scope else {
      return "it takes a user's identity (code \(failure.code ?? 0))."
    }
    let scopes = error.missingScopes.joined(separator: ", ")
    let link = error.consoleURL.map { "; grant it at \($0)" } ?? ""
    return "the app lacks the permission \(scopes)\(link)."
  }

  /// For programs.
  var structured: JSONValue {
    var result: JSONObject = [
      "scope": .string(page.scope.name), "query": .string(query.text),
      "complete": .bool(page.isComplete),
      "results": .array(page.documents.map { structured($0) }),
    ]
    if let total = page.total { result["total"] = .number(JSONNumber(total)) }
    if let next = page.next { result["page_token"] = .string(next.text) }
    if !skipped.isEmpty {
      result["not_searched"] = .array(skipped.map { .string($0.scope.name) })
    }
    return .object(result)
  }

  private func structured(_ document: FoundDocument) -> JSONValue {
    var result: JSONObject = [
      "title": .string(document.title), "type": .string(document.type),
      "token": .string(document.token), "url": .string(document.link(brand)),
    ]
    if document.isWiki { result["wiki"] = true }
    if let owner = document.owner { result["owner"] = .string(owner) }
    if let summary = document.summary { result["summary"] = .string(summary) }
    if let updated = document.updated {
      result["updated"] = .string(ZoneRules.utc.localTime(at: updated).rfc3339)
    }
    return .object(result)
  }
}
