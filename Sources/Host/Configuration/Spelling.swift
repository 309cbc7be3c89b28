/// Finds what somebody meant to write.
enum Spelling {
  /// `; did you mean "isolation"?`, or what there is to choose from where nothing is near.
  static func suggestion(for word: String, among known: [String]) -> String {
    let nearest = known.min { distance(word, $0) < distance(word, $1) }
    if let nearest, distance(word, nearest) <= max(2, word.count / 3) {
      return "; did you mean \"\(nearest)\"?"
    }
    return "; known here: \(known.sorted().joined(separator: ", "))"
  }

  /// Levenshtein's distance, case not counted.
  static func distance(_ one: String, _ other: String) -> Int {
    let one = Array(one.lowercased().utf8)
    let other = Array(other.lowercased().utf8)
    var previous = Array(0...other.count)
    for (row, byte) in one.enumerated() {
      var current = [row + 1]
      for (column, candidate) in other.enumerated() {
        let substitution = previous[column] + (byte == candidate ? 0 : 1)
        current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[other.count]
  }
}
