/// How many lines of a server reach the log: so many in each span of time, then how many were left
/// out.
struct LogBudget: Sendable {
  static let spanMilliseconds: UInt64 = 10_000
  static let linesInSpan = 200

  private var spanStart: UInt64 = 0
  private var count = 0

  /// The lines to write instead of one.
  mutating func lines(for line: String, at now: UInt64) -> [String] {
    var lines: [String] = []
    if now - spanStart >= Self.spanMilliseconds {
      if count > Self.linesInSpan { lines.append("\(count - Self.linesInSpan) lines left out") }
      spanStart = now
      count = 0
    }
    count += 1
    if count <= Self.linesInSpan { lines.append(line) }
    return lines
  }
}
