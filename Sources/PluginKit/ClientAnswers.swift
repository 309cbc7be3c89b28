public import JSON

/// What a user did about a form.
public enum ElicitationAnswer<Content> {
  /// The form, filled in.
  case accepted(Content)
  /// The user said no.
  case declined
  /// The user closed the form.
  case cancelled

  /// MCP's word for it: `accept`, `decline`, `cancel`.
  public var action: String {
    switch self {
    case .accepted: "accept"
    case .declined: "decline"
    case .cancelled: "cancel"
    }
  }
}

extension ElicitationAnswer: Sendable where Content: Sendable {}
extension ElicitationAnswer: Equatable where Content: Equatable {}

/// How the client's model went on.
public struct SamplingAnswer: Sendable, Equatable {
  /// The first text of the answer; nil where it has none.
  public let text: String?
  /// The model's name, if the client tells.
  public let model: String?
  /// The whole answer (MCP CreateMessageResult).
  public let json: JSONValue

  /// Nil where that is no answer of a model.
  init?(_ json: JSONValue) {
    guard let content = json["content"] else { return nil }
    let blocks = content.array ?? [content]
    guard blocks.allSatisfy(Self.isBlock) else { return nil }
    text = blocks.lazy.compactMap { $0["type"] == "text" ? $0["text"]?.string : nil }.first
    model = json["model"]?.string
    self.json = json
  }

  private static func isBlock(_ block: JSONValue) -> Bool {
    guard let type = block["type"]?.string else { return false }
    return type != "text" || block["text"]?.string != nil
  }
}

/// One folder that the client works on.
public struct Root: Sendable, Equatable, Decodable {
  /// Where it is, `file://...`.
  public let uri: String
  /// A name for people.
  public let name: String?
}
