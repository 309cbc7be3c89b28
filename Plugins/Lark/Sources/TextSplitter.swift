/// Splits plain text into messages: between paragraphs where it can, else between lines, else
/// between characters. The parts, joined by line ends, are the text.
enum TextSplitter {
  static func messages(_ text: String, limitBytes: Int) -> [Substring] {
    var messages: [Substring] = []
    var rest = text[...]
    while WireSize.bytes(of: rest) > limitBytes {
      let fitting = WireSize.prefix(of: rest, limit: limitBytes)
      let lineEnds = rest[fitting.endIndex...].prefix(while: \.isNewline)
      let end = boundary(in: rest[..<lineEnds.endIndex])
      let part = rest[..<end].trimmingLineEnds
      if !part.isEmpty { messages.append(part) }
      rest = rest[end...].drop(while: \.isNewline)
    }
    let last = rest.trimmingLineEnds
    if !last.isEmpty { messages.append(last) }
    return messages
  }

  /// Where to cut what fits: at the last blank line of its second half, or at its last line end
  /// there.
  private static func boundary(in text: Substring) -> Substring.Index {
    let middle = text.index(text.startIndex, offsetBy: text.count / 2)
    var line: Substring.Index?
    var index = text.endIndex
    while index > middle {
      index = text.index(before: index)
      guard text[index].isNewline else { continue }
      if line == nil { line = index }
      if index > text.startIndex, text[text.index(before: index)].isNewline { return index }
    }
    return line ?? text.endIndex
  }
}

extension Substring {
  fileprivate var trimmingLineEnds: Substring {
    let start = drop(while: \.isNewline)
    guard let last = start.lastIndex(where: { !$0.isNewline }) else { return "" }
    return start[...last]
  }
}
