import JSON

/// A card that is made before it is sent, and whose texts can be written bit by bit.
struct CardEntity: Sendable {
  static let lifetimeSeconds = 14 * CivilTime.secondsPerDay
  /// How long texts can be streamed.
  static let streamSeconds = 600

  var card: JSONValue
  let createSeconds: Int
  /// Of the last change; the next one has a greater one.
  var sequence = 0
  var uuids: Set<String> = []
  /// The message it was sent with, once.
  var messageID: String?

  var isStreaming: Bool { card["config"]?["streaming_mode"] == true }
}

/// `cardkit/v1/cards`.
enum Cards {
  static let maximumBytes = 30 * 1_024

  static let endpoints: [Endpoint] = [
    Endpoint("POST /cardkit/v1/cards", create),
    Endpoint("PUT /cardkit/v1/cards/:card_id/elements/:element_id/content", write),
  ]

  /// Of JSON 2.0 only; there are no templates here.
  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard call.text("type") == "card_json" else { throw .code(10_002, "type") }
    let text = call.text("data") ?? ""
    guard text.utf8.count <= maximumBytes else { throw .code(200_860) }
    guard let card = try? JSONValue(parsing: text), case .object(let members) = card else {
      throw .code(200_220)
    }
    guard !members.isEmpty else { throw .code(300_307) }
    guard card["schema"] == "2.0" else { throw .code(300_303) }
    guard card["config"]?["update_multi"] != false else { throw .code(300_302) }
    var checker = CardSchema()
    do throws(APIError) { try checker.check(members) } catch {
      throw .code(200_220, error.message)
    }
    let ids = elementIDs(card)
    guard Set(ids).count == ids.count else { throw .code(300_301) }
    let id = "7\(state.identifiers.digits(18))"
    state.cards[id] = CardEntity(card: card, createSeconds: state.clock.seconds)
    return .data(["card_id": .string(id)])
  }

  /// Replaces the whole text of one element.
  static func write(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let id = call.parameter("card_id")
    guard var entity = state.cards[id] else { throw .code(200_740) }
    let age = state.clock.seconds - entity.createSeconds
    guard age <= CardEntity.lifetimeSeconds else { throw .code(200_750) }
    guard entity.isStreaming else { throw .code(300_309) }
    guard age <= CardEntity.streamSeconds else { throw .code(200_850) }
    let sequence = call.integer("sequence") ?? 0
    guard sequence > entity.sequence else { throw .code(300_317) }
    if let uuid = call.filledText("uuid") {
      guard entity.uuids.insert(uuid).inserted else { throw .code(200_770) }
    }
    let (element, text) = (call.parameter("element_id"), call.text("content") ?? "")
    entity.card = try replaced(entity.card, element, text)
    guard entity.card.description.utf8.count <= maximumBytes else { throw .code(200_860) }
    entity.sequence = sequence
    state.cards[id] = entity
    if let message = entity.messageID {
      state.messages.change(message) { $0.sentCard = entity.card.description }
    }
    return .empty
  }

  private static func elementIDs(_ value: JSONValue) -> [String] {
    if let elements = value.array { return elements.flatMap(elementIDs) }
    let members = (value.object ?? [:]).members
    return members.flatMap { member in
      member.key == "element_id" ? [member.value.string ?? ""] : elementIDs(member.value)
    }
  }

  /// The card with another text in the element of that id.
  private static func replaced(
    _ card: JSONValue, _ id: String, _ text: String
  ) throws(APIError) -> JSONValue {
    guard elementIDs(card).contains(id) else { throw .code(300_313, "there is no \(id)") }
    guard let changed = changed(card, id, text) else { throw .code(300_310) }
    return changed
  }

  /// Nil where the element is no text.
  private static func changed(_ value: JSONValue, _ id: String, _ text: String) -> JSONValue? {
    if let elements = value.array {
      let changed = elements.compactMap { self.changed($0, id, text) }
      return changed.count == elements.count ? .array(changed) : nil
    }
    guard var members = value.object else { return value }
    if members["element_id"] == .string(id) {
      guard ["markdown", "plain_text"].contains(members["tag"]) else { return nil }
      members["content"] = .string(text)
      return .object(members)
    }
    for member in members.members {
      guard let changed = changed(member.value, id, text) else { return nil }
      members[member.key] = changed
    }
    return .object(members)
  }
}
