/// Finds `<at user_id="...">...</at>` and puts a key in its place.
struct MentionReader {
  static let everyone = "@_all"
  /// A longer tag is text.
  static let maximumTagBytes = 300

  private static let opening = Array("<at ".utf8)
  private static let closing = Array("</at>".utf8)

  private let people: People
  private(set) var found: [Mention] = []

  init(_ people: People) { self.people = people }

  /// Mentions of nobody stay as they are.
  mutating func replace(in text: String) -> String {
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "<"), let (key, length) = mention(bytes[position...]) {
        shown += key.utf8
        position += length
      } else {
        shown.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// The key of a person named by any id, or of everyone; nil for nobody.
  mutating func key(for id: String) -> String? {
    if id == "all" { return Self.everyone }
    guard let person = people.mentioned(id) else { return nil }
    if let mention = found.first(where: { $0.openID == person.openID }) { return mention.key }
    let mention = Mention(
      key: "@_user_\(found.count + 1)", openID: person.openID, name: person.name)
    found.append(mention)
    return mention.key
  }

  /// The key of the mention that the bytes begin with, and how many of them it is.
  private mutating func mention(_ bytes: ArraySlice<UInt8>) -> (key: String, length: Int)? {
    let tag = bytes.prefix(Self.maximumTagBytes)
    guard tag.starts(with: Self.opening),
      let end = tag.indices.first(where: {
        tag[$0] == UInt8(ascii: "<") && tag[$0...].starts(with: Self.closing)
      }),
      let bracket = tag[..<end].firstIndex(of: UInt8(ascii: ">")),
      let id = Self.userID(tag[tag.startIndex + Self.opening.count..<bracket]),
      let key = key(for: id)
    else { return nil }
    return (key, end + Self.closing.count - bytes.startIndex)
  }

  /// `user_id="..."`, or `id=...` as cards have it.
  private static func userID(_ attributes: ArraySlice<UInt8>) -> String? {
    for attribute in attributes.split(separator: UInt8(ascii: " ")) {
      let pair = attribute.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard pair.count == 2,
        pair[0].elementsEqual("user_id".utf8) || pair[0].elementsEqual("id".utf8)
      else { continue }
      return String(decoding: pair[1].filter { $0 != 0x22 && $0 != 0x27 }, as: UTF8.self)
    }
    return nil
  }
}
