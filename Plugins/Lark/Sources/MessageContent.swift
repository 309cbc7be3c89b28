internal import JSON

/// What a message says: exactly one of the three.
enum MessageContent: Equatable, Sendable {
  case text(String)
  case markdown(String)
  /// Card JSON as Lark takes it: a card, or a template or card reference.
  case card(JSONObject)

  /// Empty strings and null count as absent, because some agents fill in every argument.
  init(text: String?, markdown: String?, card: JSONValue?) throws(LarkFailure) {
    var given: [MessageContent] = []
    if let text, !text.isEmpty { given.append(.text(text)) }
    if let markdown, !markdown.isEmpty { given.append(.markdown(markdown)) }
    if let card = try MessageContent.cardObject(card) { given.append(.card(card)) }
    guard let only = given.first, given.count == 1 else {
      let found = given.isEmpty ? "none is" : "\(given.count) are"
      throw .argument("Give exactly one of text, markdown and card; \(found) given.")
    }
    switch only {
    case .text(let text), .markdown(let text):
      guard !text.allSatisfy(\.isWhitespace) else {
        throw .argument("\(only.argument): the message is empty.")
      }
    case .card(let card): try CardCheck.check(card)
    }
    self = only
  }

  /// What it came in.
  var argument: String {
    switch self {
    case .text: "text"
    case .markdown: "markdown"
    case .card: "card"
    }
  }

  /// An object, or its JSON as a string.
  private static func cardObject(_ value: JSONValue?) throws(LarkFailure) -> JSONObject? {
    switch value {
    case nil, .null: return nil
    case .object(let object): return object
    case .string(""): return nil
    case .string(let text):
      let parsed: JSONValue
      do throws(JSONError) {
        parsed = try JSONValue(parsing: text)
      } catch {
        throw .argument("card: not valid JSON: \(error).")
      }
      guard let object = parsed.object else { throw .argument("card: must be a JSON object.") }
      return object
    default: throw .argument("card: must be a JSON object, or a string that holds one.")
    }
  }
}
