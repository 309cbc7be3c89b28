/// A pattern of names: `*` stands for any text, also for none, `?` for one byte, and every other
/// character for itself.
struct Glob: Sendable, Equatable {
  private let pattern: [UInt8]

  init(_ text: String) { pattern = Array(text.utf8) }

  /// Whether the whole text is of the pattern. The time is at most the product of both lengths.
  func matches(_ text: String) -> Bool {
    let text = Array(text.utf8)
    var (place, next) = (0, 0)
    // Where to go on with the last star, which then stands for one byte more.
    var retry: (place: Int, next: Int)?
    while place < text.count {
      if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
        next += 1
        retry = (place, next)
      } else if next < pattern.count,
        pattern[next] == text[place] || pattern[next] == UInt8(ascii: "?")
      {
        place += 1
        next += 1
      } else if let last = retry {
        place = last.place + 1
        next = last.next
        retry = (place, next)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
