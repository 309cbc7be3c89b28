/// What a block of a document is. The raw value is the name of the block's member with its content.
enum BlockKind: String, Sendable, CaseIterable {
  case page, text, heading1, heading2, heading3, heading4, heading5, heading6, heading7, heading8
  case heading9, bullet, ordered, code, quote, equation, todo, bitable, callout
  case chatCard = "chat_card"
  case diagram, divider, file, grid
  case gridColumn = "grid_column"
  case iframe, image, isv, mindnote, sheet, table
  case tableCell = "table_cell"
  case view
  case quoteContainer = "quote_container"
  case task, okr
  case okrObjective = "okr_objective"
  case okrKeyResult = "okr_key_result"
  case okrProgress = "okr_progress"
  case addOns = "add_ons"
  case jiraIssue = "jira_issue"
  case wikiCatalog = "wiki_catalog"
  case board, agenda
  case agendaItem = "agenda_item"
  case agendaItemTitle = "agenda_item_title"
  case agendaItemContent = "agenda_item_content"
  case linkPreview = "link_preview"
  case sourceSynced = "source_synced"
  case referenceSynced = "reference_synced"
  case subPageList = "sub_page_list"
  case aiTemplate = "ai_template"
  case unknown

  /// By Lark's `block_type`, which counts from 1 in the order above.
  init(number: Int64) {
    let kinds = BlockKind.allCases
    self = number >= 1 && number < kinds.count ? kinds[Int(number) - 1] : .unknown
  }

  /// Lark's `block_type`.
  var number: Int64 {
    guard self != .unknown else { return 999 }
    return Int64((BlockKind.allCases.firstIndex(of: self) ?? 0) + 1)
  }

  /// 1 to 9; nil for what is no heading.
  var headingLevel: Int? {
    guard rawValue.hasPrefix("heading"), let digit = rawValue.last else { return nil }
    return digit.wholeNumberValue
  }

  /// Whether its content is text that `update_text_elements` replaces.
  var hasText: Bool {
    switch self {
    case .text, .bullet, .ordered, .code, .quote, .todo, .equation: true
    default: headingLevel != nil
    }
  }

  var isListItem: Bool { self == .bullet || self == .ordered || self == .todo }

  /// Whether Markdown can carry it. What it cannot carry is lost for good when it is deleted.
  var isPortable: Bool {
    switch self {
    case .page, .callout, .divider, .grid, .gridColumn, .table, .tableCell, .quoteContainer: true
    default: hasText
    }
  }

  /// In words, for people.
  var words: String {
    switch self {
    case .bitable: "base"
    case .board: "whiteboard"
    case .iframe: "embedded page"
    case .isv, .addOns: "add-on"
    case .unknown: "block of an unknown kind"
    default: String(rawValue.map { $0 == "_" ? " " : $0 })
    }
  }
}
