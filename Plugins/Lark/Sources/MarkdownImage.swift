/// An image in Markdown, `![text](address)`, on one line.
struct MarkdownImage {
  /// Where its exclamation mark stands.
  let mark: Substring.Index
  /// The address and all that follows it on the line.
  let address: Substring

  /// In time that grows with the length of the text only, whatever is in it.
  static func all(in text: String) -> [MarkdownImage] {
    text.split(whereSeparator: \.isNewline).flatMap { images(in: $0) }
  }

  private static func images(in line: Substring) -> [MarkdownImage] {
    var images: [MarkdownImage] = []
    var rest = line
    var middle: Range<Substring.Index>?
    while let open = firstRange(of: "![", in: rest) {
      rest = rest[open.upperBound...]
      guard !isEscaped(open.lowerBound, in: line) else { continue }
      if middle.map({ $0.lowerBound < open.upperBound }) ?? true {
        middle = firstRange(of: "](", in: rest)
      }
      guard let middle else { break }
      images.append(MarkdownImage(mark: open.lowerBound, address: line[middle.upperBound...]))
    }
    return images
  }

  /// Whether an odd number of backslashes stands before it.
  private static func isEscaped(_ index: Substring.Index, in line: Substring) -> Bool {
    line[..<index].reversed().prefix { $0 == "\\" }.count % 2 == 1
  }
}
