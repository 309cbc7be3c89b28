/// Finds what somebody meant to write.
enum NearestName {
  /// Names longer than this are not compared: the time grows with the product of the lengths.
  private static let longestCompared = 64
  /// More names than this are neither compared nor listed.
  private static let mostCompared = 1_000
  private static let mostListed = 12

  /// `; did you mean "text"?`, or what there is to choose from where nothing is near.
  static func suggestion(for word: String, among known: [String]) -> String {
    guard !known.isEmpty else { return "; none are allowed here" }
    if let nearest = nearest(to: word, among: known) {
      return "; did you mean \(ShownValue.quoted(nearest))?"
    }
    return "; known here: " + listed(known.sorted().map { ShownValue.quoted($0) }, most: mostListed)
  }

  /// The first few of several, and how many more there are.
  static func listed(_ names: [String], most: Int) -> String {
    let shown = names.prefix(most).joined(separator: ", ")
    return names.count > most ? shown + " and \(names.count - most) more" : shown
  }

  /// The known name that is close enough to be meant; nil where none is.
  static func nearest(to word: String, among known: [String]) -> String? {
    guard word.utf8.count <= longestCompared else { return nil }
    let candidates = known.prefix(mostCompared).filter { $0.utf8.count <= longestCompared }
      .map { (name: $0, distance: distance(word, $0)) }
    let best = candidates.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    guard let best, best.distance <= max(2, word.utf8.count / 3),
      best.distance < best.name.utf8.count
    else { return nil }
    return best.name
  }

  /// Levenshtein's distance in bytes, case not counted.
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
