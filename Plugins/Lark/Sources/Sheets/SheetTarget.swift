internal import JSON
internal import PluginKit

/// A spreadsheet, and the sheets in it.
struct SheetTarget: Sendable, Equatable {
  static let maximumNamesInErrors = 30
  static let forms = "\"A1:C10\", \"B2\", \"A:C\" or \"Sheet1!A1:C10\""

  var token: String
  /// The id of the sheet, from the link.
  var sheet: String?

  struct Sheet: Sendable, Equatable {
    var id: String
    var title: String
    var rows: Int
    var columns: Int
    var isHidden: Bool
    /// Sheets may also be whole bases, which have no cells.
    var hasCells: Bool

    init?(_ json: JSONValue) {
      guard let id = json["sheet_id"]?.nonEmptyString else { return nil }
      self.id = id
      title = json["title"]?.string ?? ""
      let grid = json["grid_properties"]
      rows = Int(clamping: grid?["row_count"]?.integer ?? 0)
      columns = Int(clamping: grid?["column_count"]?.integer ?? 0)
      isHidden = json["hidden"]?.bool ?? false
      hasCells = (json["resource_type"]?.string ?? "sheet") == "sheet"
    }

    /// On one line.
    var summary: String {
      let kind = hasCells ? "\(rows) rows x \(columns) columns" : "no cells"
      return "\(id) \"\(singleLine(title, limit: 100))\" (\(kind)\(isHidden ? ", hidden" : ""))"
    }
  }

  /// A range, and the name or id of the sheet that stood before it.
  struct Place: Sendable, Equatable {
    var sheet: String?
    var range: CellRange?
  }

  init(token: String) { self.token = token }

  init(_ text: String, _ client: LarkClient, _ context: CallContext) async throws(LarkFailure) {
    guard let named = LarkReference(parsing: text), [.sheet, .wiki, .unknown].contains(named.kind)
    else { throw .argument("spreadsheet: write the link of the spreadsheet, or its token.") }
    let reference = try await named.resolved(client, context)
    guard reference.kind == .sheet || reference.kind == .unknown else {
      throw .argument("spreadsheet: the wiki page shows a \(reference.kind.rawValue).")
    }
    (token, sheet) = (reference.token, reference.sheet)
  }

  /// `Sheet1!A1:C10`, `'My sheet'!A1`, `A1:C10`; a sheet alone as `Sheet1!`.
  static func place(_ text: String, _ argument: String) throws(LarkFailure) -> Place {
    let text = text.trimmingSpaces
    guard let mark = text.lastIndex(of: "!") else {
      guard let range = CellRange(text) else { throw refusal(text, argument) }
      return Place(sheet: nil, range: range)
    }
    var sheet = String(text[..<mark])
    if sheet.count > 2, sheet.hasPrefix("'"), sheet.hasSuffix("'") {
      sheet = String(sheet.dropFirst().dropLast())
    }
    let rest = String(text[text.index(after: mark)...])
    if rest.isEmpty { return Place(sheet: sheet, range: nil) }
    guard let range = CellRange(rest) else { throw refusal(text, argument) }
    return Place(sheet: sheet, range: range)
  }

  private static func refusal(_ text: String, _ argument: String) -> LarkFailure {
    .argument("\(argument): \"\(singleLine(text, limit: 60))\" is no range; write \(forms).")
  }

  func sheets(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> [Sheet] {
    let payload = try await client.send(
      APIRequest(
        .listSheets, path: ["spreadsheet_token": token],
        purpose: "list the sheets of the spreadsheet"), context)
    return (payload["sheets"]?.array ?? []).compactMap(Sheet.init)
  }

  /// The sheet by title or id, else that of the link, else the first one with cells.
  func sheet(_ name: String?, in sheets: [Sheet]) throws(LarkFailure) -> Sheet {
    let list = sheets.prefix(SheetTarget.maximumNamesInErrors).map(\.summary)
    if let name = name?.nonEmpty ?? sheet {
      let lowercased = name.lowercased()
      if let sheet = sheets.first(where: { $0.title == name || $0.id == name })
        ?? sheets.first(where: { $0.title.lowercased() == lowercased })
      {
        guard sheet.hasCells else { throw .argument("sheet: \(sheet.summary) is no grid.") }
        return sheet
      }
      throw .argument(
        "sheet: there is no \"\(singleLine(name, limit: 60))\", but "
          + "\(list.joined(separator: ", "))."
      )
    }
    guard
      let sheet = sheets.first(where: { $0.hasCells && !$0.isHidden })
        ?? sheets.first(where: \.hasCells)
    else { throw .argument("spreadsheet: it has no sheet with cells.") }
    return sheet
  }
}
