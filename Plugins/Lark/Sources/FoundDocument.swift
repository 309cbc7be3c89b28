internal import JSON

/// One document that was found.
struct FoundDocument: Equatable, Sendable {
  var title: String
  /// `docx`, `sheet`, ...; in lower case.
  var type: String
  var isWiki = false
  /// For a wiki page its node token.
  var token: String
  var url: String?
  var owner: String?
  var summary: String?
  /// Seconds after 1970-01-01T00:00:00Z.
  var updated: Int64?

  /// An element of `res_units` of the search in documents and wikis.
  init?(docWiki item: JSONValue) {
    guard let meta = item["result_meta"], let token = meta["token"]?.nonEmptyString else {
      return nil
    }
    self.token = token
    title = FoundDocument.plain(item["title_highlighted"], limit: 200)
    type = (meta["doc_types"]?.string ?? "").lowercased()
    isWiki = item["entity_type"]?.string == "WIKI"
    url = meta["url"]?.nonEmptyString
    owner = meta["owner_name"]?.nonEmptyString.map { singleLine($0, limit: 60) }
    summary = FoundDocument.plain(item["summary_highlighted"], limit: 240).nonEmpty
    updated = meta["update_time"].flatMap { FoundDocument.seconds($0) }
  }

  /// An element of `docs_entities` of the older search.
  init?(legacy item: JSONValue) {
    guard let token = item["docs_token"]?.nonEmptyString else { return nil }
    self.token = token
    title = FoundDocument.plain(item["title"], limit: 200)
    type = (item["docs_type"]?.string ?? "").lowercased()
  }

  /// A file of `drive/v1/files`; a shortcut is what it points to.
  init?(driveFile item: JSONValue) {
    let target = item["shortcut_info"]
    guard let token = target?["target_token"]?.nonEmptyString ?? item["token"]?.nonEmptyString,
      let type = target?["target_type"]?.nonEmptyString ?? item["type"]?.nonEmptyString
    else { return nil }
    self.token = token
    self.type = type.lowercased()
    title = FoundDocument.plain(item["name"], limit: 200)
    url = item["url"]?.nonEmptyString
    updated = item["modified_time"].flatMap { FoundDocument.seconds($0) }
  }

  /// A node of a wiki space.
  init?(wikiNode item: JSONValue) {
    guard let token = item["node_token"]?.nonEmptyString else { return nil }
    self.token = token
    type = (item["obj_type"]?.string ?? "").lowercased()
    isWiki = true
    title = FoundDocument.plain(item["title"], limit: 200)
    updated = item["obj_edit_time"].flatMap { FoundDocument.seconds($0) }
  }

  /// Lark marks what matched with `<h>` and `<hb>`.
  private static func plain(_ value: JSONValue?, limit: Int) -> String {
    let text = ["<h>", "</h>", "<hb>", "</hb>"].reduce(value?.string ?? "") { text, tag in
      replacing(tag, in: text, with: "")
    }
    return singleLine(text, limit: limit)
  }

  /// A number, or its digits in a string.
  private static func seconds(_ value: JSONValue) -> Int64? {
    guard let seconds = value.integer ?? value.string.flatMap({ Int64($0) }), seconds > 0,
      seconds < latestSecond
    else { return nil }
    return seconds
  }

  private static let latestSecond: Int64 = 253_402_300_800

  /// The type by which `drive/v1/metas/batch_query` knows it.
  var metaType: String { isWiki ? "wiki" : type }

  /// Lark's link, or one of the usual form.
  func link(_ brand: Settings.Brand) -> String {
    url ?? "\(brand.documentURL)/\(pathComponent)/\(percentEncoded(token))"
  }

  private var pathComponent: String {
    if isWiki { return "wiki" }
    return FoundDocument.pathComponents[type] ?? type
  }

  private static let pathComponents = [
    "doc": "docs", "sheet": "sheets", "bitable": "base", "mindnote": "mindnotes",
    "folder": "drive/folder",
  ]
}
