internal import JSON

/// How a piece of text looks: what Markdown can say of Lark's `text_element_style`.
struct InlineStyle: Equatable, Sendable {
  var isBold = false
  var isItalic = false
  var isStruck = false
  var isUnderlined = false
  var isCode = false
  /// Where it leads to, decoded.
  var url: String?

  init() {}

  init(_ json: JSONValue?) {
    isBold = json?["bold"]?.bool ?? false
    isItalic = json?["italic"]?.bool ?? false
    isStruck = json?["strikethrough"]?.bool ?? false
    isUnderlined = json?["underline"]?.bool ?? false
    isCode = json?["inline_code"]?.bool ?? false
    url = json?["link"]?["url"]?.nonEmptyString.map(percentDecoded)
  }

  /// Lark wants the URL encoded.
  var json: JSONValue {
    var members = JSONObject()
    let flags = [
      ("bold", isBold), ("italic", isItalic), ("strikethrough", isStruck),
      ("underline", isUnderlined), ("inline_code", isCode),
    ]
    for (name, flag) in flags where flag { members[name] = true }
    if let url { members["link"] = ["url": .string(percentEncoded(url))] }
    return .object(members)
  }
}
