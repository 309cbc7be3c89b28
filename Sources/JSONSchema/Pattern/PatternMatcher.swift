/// Runs patterns, and keeps its storage from one text to the next.
struct PatternMatcher {
  /// What a look-around costs before the first character.
  private static let stepsPerLook = 16

  private var text: [UInt32] = []
  /// The states that wait for a character, and those that waited for the one before.
  private var current: [Int32] = []
  private var previous: [Int32] = []
  /// Whether a match ends at the position at hand.
  private var isComplete = false
  private var stack: [Int32] = []
  /// For each state, the last turn in which it was entered.
  private var turns: [Int] = []
  private var turn = 0
  /// For each look-around, where it holds.
  private var holds: [PositionSet] = []

  /// How much memory the look-arounds of the last pattern took.
  var lookBytes: Int { holds.reduce(0) { $0 + $1.byteCount } }

  /// Whether a pattern matches somewhere in a text. Nil once there are no steps left; a step is one
  /// state entered, one character read, or one property of a character looked up.
  mutating func matches(
    _ pattern: Pattern, _ scalars: some Sequence<UInt32>, stepsLeft: inout Int
  ) -> Bool? {
    guard stepsLeft >= 0 else { return nil }
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: scalars)
    stepsLeft -= text.count
    holds.removeAll(keepingCapacity: true)
    for look in pattern.looks {
      stepsLeft -= text.count + Self.stepsPerLook
      guard stepsLeft >= 0 else { return nil }
      var found = PositionSet(upTo: text.count)
      run(
        look.code, pattern, isBackward: look.isBackward, isAnchored: false, stepsLeft: &stepsLeft
      ) {
        found.insert($0)
        return true
      }
      holds.append(found)
    }
    var isFound = false
    run(
      pattern.code, pattern, isBackward: false, isAnchored: pattern.isAnchored,
      stepsLeft: &stepsLeft
    ) { _ in
      isFound = true
      return false
    }
    return stepsLeft < 0 ? nil : isFound
  }

  /// Begins a match at every position, or only at the first, and reports every position where one
  /// is complete until the report says to stop.
  private mutating func run(
    _ code: [PatternInstruction], _ pattern: Pattern, isBackward: Bool, isAnchored: Bool,
    stepsLeft: inout Int, report: (Int) -> Bool
  ) {
    if turns.count < code.count {
      turns.append(contentsOf: repeatElement(0, count: code.count - turns.count))
    }
    beginTurn()
    for count in 0...text.count {
      let position = isBackward ? text.count - count : count
      if count == 0 || !isAnchored {
        enter(0, code, at: position, stepsLeft: &stepsLeft)
      }
      if stepsLeft < 0 || (isComplete && !report(position)) { return }
      if count == text.count || (isAnchored && current.isEmpty) { return }
      let scalar = text[isBackward ? position - 1 : position]
      beginTurn()
      for state in previous
      where Self.takes(scalar, code[Int(state)], pattern.sets, &stepsLeft) {
        enter(state + 1, code, at: position + (isBackward ? -1 : 1), stepsLeft: &stepsLeft)
      }
    }
  }

  /// Makes the states entered so far those to go on from.
  private mutating func beginTurn() {
    swap(&previous, &current)
    current.removeAll(keepingCapacity: true)
    isComplete = false
    turn += 1
  }

  @inline(__always)
  private static func takes(
    _ scalar: UInt32, _ instruction: PatternInstruction, _ sets: [ScalarSet],
    _ stepsLeft: inout Int
  ) -> Bool {
    switch instruction {
    case .scalar(let wanted): return wanted == scalar
    case .set(let set):
      stepsLeft -= sets[Int(set)].steps(for: scalar)
      return sets[Int(set)].contains(scalar)
    default: return false
    }
  }

  /// Enters a state and all that can be reached from it without reading on, each once in a turn.
  private mutating func enter(
    _ first: Int32, _ code: [PatternInstruction], at position: Int, stepsLeft: inout Int
  ) {
    stack.append(first)
    while let state = stack.popLast() {
      if turns[Int(state)] == turn { continue }
      turns[Int(state)] = turn
      stepsLeft -= 1
      switch code[Int(state)] {
      case .scalar, .set: current.append(state)
      case .split(let one, let other):
        stack.append(other)
        stack.append(one)
      case .jump(let target): stack.append(target)
      case .start: if position == 0 { stack.append(state + 1) }
      case .end: if position == text.count { stack.append(state + 1) }
      case .wordBoundary(let isNegated):
        if isWordBoundary(position) != isNegated { stack.append(state + 1) }
      case .look(let look, let isNegated):
        if holds[Int(look)].contains(position) != isNegated { stack.append(state + 1) }
      case .match: isComplete = true
      }
    }
  }

  private func isWordBoundary(_ position: Int) -> Bool {
    isWord(position - 1) != isWord(position)
  }

  private func isWord(_ position: Int) -> Bool {
    guard text.indices.contains(position) else { return false }
    let scalar = text[position]
    return ScalarSet.words.contains { $0.contains(scalar) }
  }
}

/// Positions in a text, one bit each.
private struct PositionSet {
  private var words: [UInt64]

  var byteCount: Int { words.count * MemoryLayout<UInt64>.size }

  init(upTo last: Int) {
    words = Array(repeating: 0, count: last / UInt64.bitWidth + 1)
  }

  mutating func insert(_ position: Int) {
    words[position / UInt64.bitWidth] |= 1 << UInt64(position % UInt64.bitWidth)
  }

  func contains(_ position: Int) -> Bool {
    words[position / UInt64.bitWidth] >> UInt64(position % UInt64.bitWidth) & 1 == 1
  }
}
