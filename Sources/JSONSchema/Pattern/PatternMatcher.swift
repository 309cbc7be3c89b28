/// Runs patterns, and keeps its storage from one text to the next.
struct PatternMatcher {
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
  /// For each look-around, whether it holds at each position.
  private var holds: [[Bool]] = []

  /// Whether a pattern matches somewhere in a text. Nil once there are no steps left; a step is one
  /// state entered or one character read.
  mutating func matches(
    _ pattern: Pattern, _ scalars: some Sequence<UInt32>, stepsLeft: inout Int
  ) -> Bool? {
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: scalars)
    stepsLeft -= text.count
    holds.removeAll(keepingCapacity: true)
    for look in pattern.looks {
      var found = [Bool](repeating: false, count: text.count + 1)
      run(
        look.code, pattern, isBackward: look.isBackward, isAnchored: false, stepsLeft: &stepsLeft
      ) {
        found[$0] = true
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
      for state in previous where Self.takes(scalar, code[Int(state)], pattern.sets) {
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
    _ scalar: UInt32, _ instruction: PatternInstruction, _ sets: [ScalarSet]
  ) -> Bool {
    switch instruction {
    case .scalar(let wanted): wanted == scalar
    case .set(let set): sets[Int(set)].contains(scalar)
    default: false
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
        if holds[Int(look)][position] != isNegated { stack.append(state + 1) }
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
