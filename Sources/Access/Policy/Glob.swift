import AWS

/// A pattern of names: `*` stands for any text, also for none, `?` for one character, and every
/// other character for itself; capital and small letters are told apart.
package struct Glob: Sendable, Hashable {
  /// The longest pattern.
  package static let maximumBytes = 1_024

  private static let star = UInt8(ascii: "*")
  private static let question = UInt8(ascii: "?")

  /// UTF-8. Several `*` in a row are one.
  private let pattern: [UInt8]
  private let isLiteral: Bool

  /// The pattern of that text, which is one whatever it is.
  package init(_ text: String) {
    var pattern: [UInt8] = []
    for byte in text.utf8 where byte != Self.star || pattern.last != Self.star {
      pattern.append(byte)
    }
    self.pattern = pattern
    isLiteral = !pattern.contains(Self.star) && !pattern.contains(Self.question)
  }

  /// The same for texts whose percent-encoding is undone.
  var decoded: Glob { Glob(PercentEncoding.decode(pattern).text) }

  /// Whether the whole text is of the pattern. The time is at most the product of both lengths.
  package func matches(_ text: String) -> Bool {
    let text = text.utf8.span
    guard !isLiteral else { return isSame(text) }
    var place = 0
    var next = 0
    // Where to go on with the last star, which then stands for one byte more.
    var retry: (place: Int, next: Int)?
    while place < text.count {
      if next < pattern.count, pattern[next] == Self.star {
        next += 1
        retry = (place, next)
      } else if next < pattern.count, let end = end(of: text, place, pattern[next]) {
        place = end
        next += 1
      } else if let last = retry {
        place = last.place + 1
        next = last.next
        retry = (place, next)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == Self.star }
  }

  /// Where the text goes on behind what one byte of the pattern stands for; nil where that is not
  /// there.
  private func end(of text: Span<UInt8>, _ place: Int, _ wanted: UInt8) -> Int? {
    guard wanted == Self.question else { return text[place] == wanted ? place + 1 : nil }
    var end = place + 1
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  private func isSame(_ text: Span<UInt8>) -> Bool {
    guard text.count == pattern.count else { return false }
    return pattern.indices.allSatisfy { pattern[$0] == text[$0] }
  }
}

extension [Glob] {
  /// Whether the text is of one of them.
  func match(_ text: String) -> Bool { contains { $0.matches(text) } }
}
