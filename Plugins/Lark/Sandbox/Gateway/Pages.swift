import JSON

/// Page tokens: opaque, good for one list only, and for a while.
struct Pages: Sendable {
  static let lifetimeSeconds = 3_600
  private static let maximumTokens = 10_000

  private struct Place: Sendable {
    let list: String
    let offset: Int
    let expirySeconds: Int
  }

  private var places: [String: Place] = [:]

  /// A token that stands for `offset` in the list of that name.
  mutating func token(
    _ list: String, offset: Int, at seconds: Int, _ identifiers: inout Identifiers
  ) -> String {
    if places.count >= Self.maximumTokens {
      places = places.filter { $0.value.expirySeconds > seconds }
      if places.count >= Self.maximumTokens { places.removeAll() }
    }
    let token = identifiers.pageToken()
    places[token] = Place(
      list: list, offset: offset, expirySeconds: seconds + Self.lifetimeSeconds)
    return token
  }

  /// Where the token points; nil if it is unknown, expired, or of another list.
  func offset(_ token: String, _ list: String, at seconds: Int) -> Int? {
    guard let place = places[token], place.list == list, place.expirySeconds > seconds else {
      return nil
    }
    return place.offset
  }
}

/// One page of a list.
struct Page<Item> {
  let items: [Item]
  /// Given where there is more.
  let token: String?
  var hasMore: Bool { token != nil }
}

extension SandboxState {
  /// The page of `items` that a token asks for, the first without one. Throws `expired` for a token
  /// that does not fit.
  mutating func page<Item>(
    _ items: [Item], _ list: String, token: String?, size: Int, expired: APIError
  ) throws(APIError) -> Page<Item> {
    var offset = 0
    if let token {
      guard let place = pages.offset(token, list, at: clock.seconds) else { throw expired }
      offset = place
    }
    let end = offset + max(1, size)
    let slice = Array(items.dropFirst(offset).prefix(max(1, size)))
    guard end < items.count else { return Page(items: slice, token: nil) }
    let next = pages.token(list, offset: end, at: clock.seconds, &identifiers)
    return Page(items: slice, token: next)
  }

  /// A page as most lists have it: `items`, `has_more`, `page_token`, and more members beside them.
  /// Some have no `has_more`: there is more where there is a token.
  mutating func page(
    _ items: [JSONValue], _ list: String, _ call: Call, as name: String = "items",
    defaultSize: Int = 20, showsMore: Bool = true, beside: JSONObject = [:], expired: APIError
  ) throws(APIError) -> Answer {
    let token = call.queryText("page_token") ?? call.filledText("page_token")
    let size = call.queryNumber("page_size") ?? call.integer("page_size") ?? defaultSize
    let page = try page(
      items, "\(list) \(call.identity)", token: token, size: size == 0 ? defaultSize : size,
      expired: expired)
    var data: JSONObject = [name: .array(page.items)]
    if showsMore { data["has_more"] = .bool(page.hasMore) }
    data["page_token"] = .string(page.token ?? "")
    for member in beside.members { data[member.key] = member.value }
    return .data(data)
  }
}
