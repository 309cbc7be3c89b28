import JSON

/// A card: JSON 1.0 or 2.0, or a template or an entity by its id.
enum CardContent {
  static let maximumElements = 200
  static let maximumTables = 5
  private static let upgradeNotice = "请升级至最新版本客户端，以查看内容"

  static func read(
    _ members: JSONObject, sent: String, _ state: SandboxState
  ) throws(APIError) -> MessageContent {
    switch members["type"]?.string {
    case "template":
      let id = members["data"]?["template_id"]?.string ?? ""
      throw failure(
        200_380, "template does not exist, please confirm whether this template has been released",
        value: "templateID: \(id)")
    case "card": return try entity(members["data"]?["card_id"]?.string ?? "", state)
    default: break
    }
    guard members["schema"]?.string == "2.0" else {
      return try readFirst(members, sent: sent)
    }
    var checker = CardSchema()
    try checker.check(members)
    return MessageContent(text: notice(members), sentCard: sent)
  }

  /// A card that was made before; it is sent once.
  private static func entity(
    _ id: String, _ state: SandboxState
  ) throws(APIError) -> MessageContent {
    guard let entity = state.cards[id] else { throw failure(11_310, "card is not exist") }
    guard entity.messageID == nil else { throw failure(11_310, "card has been sent") }
    return MessageContent(
      text: notice(entity.card.object ?? [:]), sentCard: entity.card.description, cardID: id)
  }

  /// How a card of JSON 2.0 reads back.
  private static func notice(_ members: JSONObject) -> String {
    let shown: JSONValue = [
      "title": header(members), "elements": [[["tag": "text", "text": .string(upgradeNotice)]]],
    ]
    return shown.description
  }

  /// `code` is the card's own, inside the message of 230099.
  static func failure(_ code: Int, _ message: String, value: String? = nil) -> APIError {
    let value = value.map { " ErrorValue: \($0);" } ?? ""
    return APIError(
      230_099,
      "Failed to create card content, ext=ErrCode: \(code); ErrMsg: \(message);\(value) ")
  }

  /// JSON 1.0 does not mind unknown properties.
  private static func readFirst(
    _ members: JSONObject, sent: String
  ) throws(APIError) -> MessageContent {
    let translated = members["i18n_elements"]?.object?.members.first?.value
    guard case .array(let elements)? = members["elements"] ?? translated else {
      throw failure(
        200_621, "parse card json err, please check whether the card json is correct",
        value: "elements is required")
    }
    var paragraphs: [JSONValue] = []
    for element in elements {
      guard case .object(let fields) = element, let tag = fields["tag"]?.string else {
        throw failure(
          200_621, "parse card json err, please check whether the card json is correct",
          value: "tag of an element is required")
      }
      let text = fields["content"]?.string ?? fields["text"]?["content"]?.string
      let shown: JSONValue =
        tag == "hr" ? ["tag": "hr"] : ["tag": "text", "text": .string(text ?? "")]
      paragraphs.append([shown])
    }
    let shown: JSONValue = ["title": header(members), "elements": .array(paragraphs)]
    return MessageContent(text: shown.description, sentCard: sent)
  }

  private static func header(_ members: JSONObject) -> JSONValue {
    members["header"]?["title"]?["content"] ?? .null
  }
}
