/// Finds the names that somebody most likely meant.
enum NearNames {
  /// Longer ones are not compared: the work grows with the square.
  private static let maximumCount = 64

  /// The nearest of the candidates, nearest first; none where more than a third of the letters
  /// would have to change. Upper and lower case are the same.
  static func of<Candidate>(
    _ name: String, among candidates: [Candidate], by key: (Candidate) -> String, limit: Int = 3
  ) -> [Candidate] {
    let wanted = Array(name.lowercased().utf8)
    guard 1...maximumCount ~= wanted.count else { return [] }
    let near = candidates.enumerated().compactMap { place, candidate in
      let letters = Array(key(candidate).lowercased().utf8)
      let allowed = max(1, max(wanted.count, letters.count) / 3)
      guard letters.count <= maximumCount, abs(letters.count - wanted.count) <= allowed else {
        return (distance: Int, place: Int, candidate: Candidate)?.none
      }
      let distance = distance(wanted, letters)
      return distance <= allowed ? (distance, place, candidate) : nil
    }
    let sorted = near.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }
    guard let best = sorted.first?.distance else { return [] }
    return sorted.prefix(limit).filter { $0.distance == best }.map(\.candidate)
  }

  /// How many letters have to be put in, taken out, changed, or swapped with the next (optimal
  /// string alignment).
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        let isSame = left[i] == right[j]
        var cost = min(above[j + 1] + 1, row[j] + 1, above[j] + (isSame ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, before[j - 1] + 1)
        }
        row.append(cost)
      }
      before = above
      above = row
    }
    return above[right.count]
  }
}
