/// How many bytes text takes in a request whose `content` is JSON within a JSON string, so that it
/// is escaped twice. Lark's limits count the request's body.
enum WireSize {
  /// Text messages: "at most 150 KB"; posts and cards: "at most 30 KB" (im-v1, message/create).
  /// Lark does not say whether a KB is 1000 or 1024 bytes; the smaller one fits both.
  static let maximumTextBytes = 150_000
  static let maximumRichBytes = 30_000
  /// For what stands around the text: recipient, uuid, names of members, title.
  static let envelopeBytes = 2_000

  static func bytes(of text: some StringProtocol) -> Int {
    text.utf8.reduce(0) { $0 + bytes(of: $1) }
  }

  /// A quotation mark is `\"` in the inner JSON and `\\\"` in the outer one.
  static func bytes(of byte: UInt8) -> Int {
    switch byte {
    case 0x22, 0x5C: 4
    case 0x08, 0x09, 0x0A, 0x0C, 0x0D: 3
    case ..<0x20: 7
    default: 1
    }
  }

  /// Pieces of at most `limit` bytes on the wire; see `prefix`.
  static func cut(_ text: Substring, limit: Int) -> [Substring] {
    var pieces: [Substring] = []
    var rest = text
    while !rest.isEmpty {
      let piece = prefix(of: rest, limit: limit)
      pieces.append(piece)
      rest = rest[piece.endIndex...]
    }
    return pieces
  }

  /// The longest beginning of at most `limit` bytes on the wire that ends between characters. A
  /// first character that is larger by itself is cut between its scalars. Empty only where the
  /// text is.
  static func prefix(of text: Substring, limit: Int) -> Substring {
    var size = 0
    let characters = text.prefix { character in
      size += bytes(of: String(character))
      return size <= limit
    }
    guard characters.isEmpty else { return characters }
    size = 0
    let scalars = text.unicodeScalars.prefix { scalar in
      size += bytes(of: String(scalar))
      return size <= limit
    }
    return scalars.isEmpty ? text.prefix(1) : text[..<scalars.endIndex]
  }
}
