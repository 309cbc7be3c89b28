/// The known word that someone most likely meant who wrote another one.
enum NearestKey {
  /// Longer ones are not compared: the work grows with the square.
  private static let maximumCount = 60

  /// Nil where none is near: more than a third of the letters would have to change.
  static func of(_ word: String, among known: [String]) -> String? {
    let word = letters(word)
    guard 1...maximumCount ~= word.count else { return nil }
    var best: (key: String, distance: Int)?
    for key in known {
      let key = (text: key, letters: letters(key))
      let distance = distance(word, key.letters)
      guard distance * 3 <= max(word.count, key.letters.count) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (key.text, distance) }
    }
    return best?.key
  }

  /// Lower case, and without what only separates words.
  private static func letters(_ text: String) -> [UInt8] {
    text.utf8.compactMap { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "_"), UInt8(ascii: "-"): nil
      default: byte
      }
    }
  }

  /// How many letters have to be put in, taken out, changed or swapped with the next one
  /// (Damerau, Levenshtein; no place is touched twice).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
          least = min(least, before[j - 1] + 1)
        }
        row.append(least)
      }
      (before, last) = (last, row)
    }
    return last[right.count]
  }
}
