/// Cuts a stream of bytes into lines. Pieces may end anywhere.
struct LineFramer: Sendable {
  /// What becomes of a line that is too long.
  enum Excess: Sendable {
    /// It is cut, and the rest dropped.
    case cut
    /// It ends the stream.
    case refuse
  }

  struct TooLong: Error, Equatable {}

  private let limitBytes: Int
  private let excess: Excess
  private var rest: [UInt8] = []

  init(limitBytes: Int, _ excess: Excess) {
    self.limitBytes = limitBytes
    self.excess = excess
  }

  /// The lines that are complete, without their ends; empty ones are left out.
  mutating func append(_ piece: ArraySlice<UInt8>) throws(TooLong) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var piece = piece
    while let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
      try extend(piece[..<end])
      piece = piece[(end + 1)...]
      if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
      if !rest.isEmpty { lines.append(rest) }
      rest = []
    }
    try extend(piece)
    return lines
  }

  /// What is left at the end of the stream.
  mutating func finish() -> [UInt8] {
    defer { rest = [] }
    return rest
  }

  private mutating func extend(_ bytes: ArraySlice<UInt8>) throws(TooLong) {
    let room = limitBytes - rest.count
    if bytes.count > room, case .refuse = excess { throw TooLong() }
    rest += bytes.prefix(room)
  }
}
