/// Rewrites what Lark spells differently in its kinds of message.
enum MarkdownDialect: Sendable {
  /// Text messages and the `md` node of a post: `<at user_id="ou_x">name</at>`.
  case message
  /// The `markdown` element of a card: `<at id=ou_x></at>`.
  case card

  /// Accepts both spellings of a mention. An image from the web becomes a link to it, since Lark
  /// shows only images that were uploaded (`img_...`). Inline code stays as it is.
  func rewrite(_ text: String) -> String {
    MarkdownCode.outside(text) { rewriteImages(rewriteMentions($0)) }
  }

  func rewriteMentions(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = firstRange(of: "<at ", in: rest),
      let end = rest[open.upperBound...].firstIndex(of: ">")
    {
      result += rest[..<open.lowerBound]
      let tag = rest[open.lowerBound...end]
      let after = rest[rest.index(after: end)...]
      guard let person = MarkdownDialect.person(in: rest[open.upperBound..<end]) else {
        result += tag
        rest = after
        continue
      }
      // Without an end here, no later mention has one either.
      guard let close = firstRange(of: "</at>", in: after) else { return result + tag + after }
      result += mention(person, name: after[..<close.lowerBound])
      rest = after[close.upperBound...]
    }
    return result + rest
  }

  private func mention(_ person: Substring, name: Substring) -> String {
    switch self {
    case .message: "<at user_id=\"\(person)\">\(name)</at>"
    case .card: "<at id=\(person)></at>"
    }
  }

  /// The id in `user_id="ou_x"`, `id=ou_x` or `id='ou_x'`.
  private static func person(in attributes: Substring) -> Substring? {
    for name in ["user_id=", "id="] where attributes.drop(while: \.isWhitespace).hasPrefix(name) {
      let value = attributes.drop(while: \.isWhitespace).dropFirst(name.count)
      let id = value.drop { $0 == "\"" || $0 == "'" }.prefix { character in
        character != "\"" && character != "'" && !character.isWhitespace
      }
      return id.isEmpty ? nil : id
    }
    return nil
  }

  private func rewriteImages(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    for image in MarkdownImage.all(in: text) where image.address.hasPrefix("http") {
      result += rest[..<image.mark]
      rest = rest[rest.index(after: image.mark)...]
    }
    return result + rest
  }
}
