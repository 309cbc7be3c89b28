/// How a query finds text: each word of it must occur, in any letter case.
struct TextMatch: Sendable {
  static let summaryCharacters = 80

  private let words: [[Character]]

  init(_ query: String) {
    words = query.lowercased().split(whereSeparator: \.isWhitespace).map(Array.init)
  }

  func matches(_ texts: String...) -> Bool {
    let all = Array(texts.joined(separator: "\n").lowercased())
    return words.allSatisfy { Self.first($0, in: all, from: 0) != nil }
  }

  /// The text with `<h>` around what was found.
  func highlight(_ text: String) -> String {
    let characters = Array(text)
    let lowered = characters.map { Character($0.lowercased().first.map(String.init) ?? "") }
    var shown = ""
    var position = 0
    while position < characters.count {
      let hit = words.first { !$0.isEmpty && lowered[position...].starts(with: $0) }
      if let hit {
        shown += "<h>" + String(characters[position..<position + hit.count]) + "</h>"
        position += hit.count
      } else {
        shown.append(characters[position])
        position += 1
      }
    }
    return shown
  }

  /// A piece of the text, around the first hit if there is one, highlighted.
  func summary(of text: String) -> String {
    let characters = Array(text)
    let lowered = Array(text.lowercased())
    let hit = words.lazy.compactMap { Self.first($0, in: lowered, from: 0) }.first ?? 0
    let start = max(0, min(hit - Self.summaryCharacters / 4, characters.count))
    return highlight(String(characters[start...].prefix(Self.summaryCharacters)))
  }

  private static func first(
    _ word: [Character], in text: [Character], from start: Int
  ) -> Int? {
    guard !word.isEmpty, text.count >= word.count else { return word.isEmpty ? start : nil }
    return (start...text.count - word.count).first { text[$0...].starts(with: word) }
  }
}
