import JSON

/// Checks a card of JSON 2.0, in which an unknown property is an error.
///
/// Knows the properties of the root, of the header, and of the components without interaction, and
/// the tags of all components; the properties of interactive components are not checked.
struct CardSchema {
  private static let root: Set<String> = ["schema", "config", "card_link", "header", "body"]
  private static let config: Set<String> = [
    "streaming_mode", "streaming_config", "summary", "locales", "enable_forward", "update_multi",
    "width_mode", "use_custom_translation", "enable_forward_interaction", "style",
  ]
  private static let header: Set<String> = [
    "title", "subtitle", "text_tag_list", "i18n_text_tag_list", "template", "icon", "padding",
  ]
  private static let body: Set<String> = [
    "direction", "padding", "horizontal_spacing", "horizontal_align", "vertical_spacing",
    "vertical_align", "elements",
  ]
  /// Of every component.
  private static let common: Set<String> = ["tag", "element_id", "margin"]
  private static let properties: [String: Set<String>] = [
    "markdown": ["content", "text_size", "text_align", "icon", "i18n_content"],
    "div": ["text", "fields", "icon", "width", "i18n_content"],
    "hr": [],
    "plain_text": [
      "content", "i18n_content", "text_size", "text_color", "text_align", "lines",
    ],
    "img": [
      "img_key", "alt", "title", "corner_radius", "scale_type", "size", "transparent", "preview",
      "mode", "custom_width", "compact_width",
    ],
    "table": [
      "page_size", "row_height", "row_max_height", "freeze_first_column", "header_style",
      "columns", "rows",
    ],
    "column_set": [
      "horizontal_spacing", "horizontal_align", "columns", "flex_mode", "background_style",
      "action",
    ],
    "column": [
      "background_style", "width", "weight", "horizontal_align", "vertical_align", "direction",
      "horizontal_spacing", "vertical_spacing", "padding", "elements", "action",
    ],
    "collapsible_panel": [
      "direction", "vertical_spacing", "horizontal_spacing", "vertical_align",
      "horizontal_align", "padding", "expanded", "background_color", "header", "border",
      "elements",
    ],
  ]
  private static let otherTags: Set<String> = [
    "form", "button", "input", "overflow", "select_static", "multi_select_static",
    "select_person", "multi_select_person", "date_picker", "picker_time", "picker_datetime",
    "select_img", "checker", "chart", "person", "person_list", "img_combination",
    "interactive_container", "audio", "lark_md",
  ]

  private var elements = 0
  private var tables = 0

  mutating func check(_ card: JSONObject) throws(APIError) {
    try only(Self.root, card, at: "ROOT")
    try checkObject(card["config"], Self.config, at: "ROOT -> config")
    try checkObject(card["header"], Self.header, at: "ROOT -> header")
    guard case .object(let body)? = card["body"] else {
      throw Self.unreadable("body is required, path: ROOT")
    }
    try only(Self.body, body, at: "ROOT -> body")
    try checkElements(body["elements"], at: "ROOT -> body -> elements")
    guard elements <= CardContent.maximumElements else {
      throw CardContent.failure(11_310, "element exceeds the limit")
    }
    guard tables <= CardContent.maximumTables else {
      throw CardContent.failure(11_310, "card table number over limit", value: "table")
    }
  }

  private mutating func checkElements(
    _ value: JSONValue?, at path: String
  ) throws(APIError) {
    guard let value else { return }
    guard case .array(let elements) = value else {
      throw Self.unreadable("elements must be an array, path: \(path)")
    }
    for (index, element) in elements.enumerated() {
      guard case .object(let members) = element, let tag = members["tag"]?.string else {
        throw Self.unreadable("tag is required, path: \(path) -> [\(index)]")
      }
      try check(members, tag: tag, at: "\(path) -> [\(index)](tag: \(tag))")
    }
  }

  private mutating func check(
    _ members: JSONObject, tag: String, at path: String
  ) throws(APIError) {
    elements += 1
    tables += tag == "table" ? 1 : 0
    if let properties = Self.properties[tag] {
      try only(properties.union(Self.common), members, at: path)
    } else if !Self.otherTags.contains(tag) {
      throw CardContent.failure(
        200_861, "cards of schema V2 no longer support this capability",
        value: "unsupported tag \(tag)")
    }
    try checkElementID(members["element_id"])
    if tag == "form", (members["name"]?.string ?? "").isEmpty {
      throw CardContent.failure(
        11_310, "form's name is required and can not be empty string")
    }
    try checkText(members["text"], at: "\(path) -> text")
    try checkElements(members["elements"], at: "\(path) -> elements")
    if tag == "column_set" { try checkElements(members["columns"], at: "\(path) -> columns") }
  }

  private mutating func checkText(_ value: JSONValue?, at path: String) throws(APIError) {
    guard case .object(let members)? = value, members["tag"]?.string == "plain_text",
      let properties = Self.properties["plain_text"]
    else { return }
    try only(properties.union(Self.common), members, at: "\(path)(tag: plain_text)")
  }

  private func checkElementID(_ value: JSONValue?) throws(APIError) {
    guard let value else { return }
    let id = value.string ?? ""
    let isSpelled = id.utf8.allSatisfy {
      ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F
    }
    guard isSpelled, let first = id.utf8.first, first | 0x20 >= 0x61, id.utf8.count <= 20 else {
      throw CardContent.failure(
        300_301,
        "ElementID \(id): Code 1002: elementID format error. Only alphabets, numbers, and "
          + "underscores are allowed. It must start with an alphabet and not exceed 20 characters."
      )
    }
  }

  private func checkObject(
    _ value: JSONValue?, _ allowed: Set<String>, at path: String
  ) throws(APIError) {
    guard let value else { return }
    guard case .object(let members) = value else {
      throw Self.unreadable("an object is expected, path: \(path)")
    }
    try only(allowed, members, at: path)
  }

  private func only(
    _ allowed: Set<String>, _ members: JSONObject, at path: String
  ) throws(APIError) {
    guard let key = members.keys.first(where: { !allowed.contains($0) }) else { return }
    throw Self.unreadable("unknown property, property: \(key), path: \(path)")
  }

  private static func unreadable(_ value: String) -> APIError {
    CardContent.failure(
      200_621, "parse card json err, please check whether the card json is correct", value: value)
  }
}
