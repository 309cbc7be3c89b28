/// How well a text of the catalogue fits words that are searched for.
struct WordScore: Sendable {
  /// Of a word that is found at all; a whole one counts one more.
  static let perWord = 20

  private let words: [[UInt8]]

  /// Words in lower case.
  init(_ words: [String]) { self.words = words.map { Array($0.utf8) } }

  /// 0 where none of the words is there. Letters of both cases are equal.
  func score(_ text: [UInt8]) -> Int {
    let text = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return words.reduce(0) { $0 + WordScore.score($1, in: text) }
  }

  private static func score(_ word: [UInt8], in text: [UInt8]) -> Int {
    guard !word.isEmpty, word.count <= text.count else { return 0 }
    var best = 0
    for start in 0...(text.count - word.count) where text[start] == word[0] {
      let end = start + word.count
      guard text[start..<end].elementsEqual(word) else { continue }
      best = perWord
      if isWhole(start, end, in: text) { return perWord + 1 }
    }
    return best
  }

  /// The plural counts as the word itself.
  private static func isWhole(_ start: Int, _ end: Int, in text: [UInt8]) -> Bool {
    guard start == 0 || !isAlphanumeric(text[start - 1]) else { return false }
    let hasPlural = end < text.count && text[end] == 0x73
    let next = hasPlural ? end + 1 : end
    return next >= text.count || !isAlphanumeric(text[next])
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}
