internal import JSON

/// What can be known of a card before Lark looks at it.
enum CardCheck {
  static let forms =
    "{\"schema\":\"2.0\",\"body\":{\"elements\":[...]}}, or "
    + "{\"type\":\"template\",\"data\":{\"template_id\":\"...\"}}"

  /// Throws what is missing, or in the wrong place.
  static func check(_ card: JSONObject) throws(LarkFailure) {
    if let type = card["type"], card["data"] != nil || type == "template" || type == "card" {
      return try checkReference(type, card["data"])
    }
    guard card["schema"] == "2.0" else { return try checkFirstSchema(card) }
    guard card["elements"] == nil else {
      throw .argument("card: schema 2.0 has its elements in body.elements.")
    }
    guard let body = card["body"] else {
      guard card["header"] != nil else { throw .argument("card: write \(forms).") }
      return
    }
    guard let elements = body["elements"] else {
      throw .argument("card: body has no elements; write \(forms).")
    }
    try checkElements(elements, "body.elements")
  }

  /// A template, or a card that was created before.
  private static func checkReference(
    _ type: JSONValue, _ data: JSONValue?
  ) throws(LarkFailure) {
    switch type {
    case "template":
      guard data?["template_id"]?.nonEmptyString != nil else {
        throw .argument("card: a template needs data.template_id.")
      }
    case "card":
      guard data?["card_id"]?.nonEmptyString != nil else {
        throw .argument("card: a card that exists needs data.card_id.")
      }
    default: throw .argument("card: type is \"template\" or \"card\" where there is data.")
    }
  }

  private static func checkFirstSchema(_ card: JSONObject) throws(LarkFailure) {
    guard card["body"] == nil else {
      throw .argument("card: a card with a body needs \"schema\":\"2.0\".")
    }
    let parts = ["elements", "i18n_elements", "header", "card_link"]
    guard parts.contains(where: { card[$0] != nil }) else {
      throw .argument("card: write \(forms).")
    }
    if let elements = card["elements"] { try checkElements(elements, "elements") }
  }

  private static func checkElements(
    _ elements: JSONValue, _ path: String
  ) throws(LarkFailure) {
    guard let list = elements.array else {
      throw .argument("card: \(path) is a list of elements.")
    }
    for (index, element) in list.enumerated() where element["tag"]?.nonEmptyString == nil {
      throw .argument("card: \(path)[\(index)] needs a tag, such as \"markdown\".")
    }
  }
}
