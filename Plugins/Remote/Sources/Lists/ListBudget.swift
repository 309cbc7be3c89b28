/// How many bytes of definitions are served. The host takes so much of one plugin, or nothing at
/// all. A plain value.
struct ListBudget: Sendable {
  /// Of all targets together: well below the 60 MiB that the host takes.
  var totalBytes = 32 << 20
  /// Of one target.
  var targetBytes = 8 << 20

  /// The most bytes of each target, from what each of them lists: those who list little keep all
  /// of it, and those who list much share equally in what is left.
  func share(of listed: [Int]) -> Int {
    let wanted = listed.map { min($0, targetBytes) }.sorted()
    var left = totalBytes
    for (index, bytes) in wanted.enumerated() {
      let fair = left / (wanted.count - index)
      guard bytes <= fair else { return fair }
      left -= bytes
    }
    return targetBytes
  }
}
