/// The word that was most likely meant, for a refusal; nil where none is near. Letters of both
/// cases are equal.
func nearestWord(to word: String, in known: [String]) -> String? {
  let typed = Array(word.lowercased().utf8)
  guard typed.count <= longestWordBytes else { return nil }
  let farthest = max(2, typed.count / 3)
  let near = known.map { (word: $0, edits: editCount(typed, Array($0.lowercased().utf8))) }
  guard let best = near.min(by: { $0.edits < $1.edits }), best.edits <= farthest,
    best.edits < typed.count
  else { return nil }
  return best.word
}

private let longestWordBytes = 64

/// How many bytes have to be put in, taken out or replaced to make the one of the other
/// (Levenshtein's distance).
private func editCount(_ one: [UInt8], _ other: [UInt8]) -> Int {
  var row = Array(0...other.count)
  for (line, byte) in one.enumerated() {
    var diagonal = row[0]
    row[0] = line + 1
    for column in other.indices {
      let replaced = diagonal + (byte == other[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, min(diagonal, row[column]) + 1)
    }
  }
  return row[other.count]
}
