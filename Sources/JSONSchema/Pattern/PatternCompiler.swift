/// Turns a regular expression into instructions.
struct PatternCompiler {
  private(set) var sets: [ScalarSet] = []
  private(set) var looks: [Pattern.Look] = []
  private(set) var stateCount = 0
  private let limits: PatternLimits
  private var code: [PatternInstruction] = []
  /// Whether the text will be read from its end.
  private var isBackward = false

  init(_ limits: PatternLimits) { self.limits = limits }

  mutating func compile(
    _ node: PatternNode, isBackward: Bool
  ) throws(PatternError) -> [PatternInstruction] {
    let outer = (code: code, isBackward: self.isBackward)
    code = []
    self.isBackward = isBackward
    try emit(node)
    try append(.match)
    defer { (code, self.isBackward) = outer }
    return code
  }

  private mutating func append(_ instruction: PatternInstruction) throws(PatternError) {
    stateCount += 1
    guard stateCount <= limits.states - limits.statesTaken else {
      throw PatternError(
        text: "the regular expressions of the schema are too large: up to here, with repetitions "
          + "written out, they have more than \(limits.states) states")
    }
    code.append(instruction)
  }

  private mutating func emit(_ node: PatternNode) throws(PatternError) {
    switch node {
    case .empty: return
    case .scalar(let scalar): try append(.scalar(scalar))
    case .set(let set):
      sets.append(set)
      try append(.set(Int32(sets.count - 1)))
    case .sequence(let nodes):
      for node in isBackward ? nodes.reversed() : nodes { try emit(node) }
    case .alternatives(let nodes): try emit(alternatives: nodes)
    case .repeated(let node, let minimum, let maximum):
      try emit(node, minimum: minimum, maximum: maximum)
    case .start: try append(.start)
    case .end: try append(.end)
    case .wordBoundary(let isNegated): try append(.wordBoundary(isNegated: isNegated))
    case .look(let node, let isBehind, let isNegated):
      let code = try compile(node, isBackward: !isBehind)
      guard looks.count < Pattern.mostLooks else {
        throw PatternError(
          text: "the regular expression has more than \(Pattern.mostLooks) look-arounds, "
            + "repetitions written out")
      }
      looks.append(Pattern.Look(code: code, isBackward: !isBehind))
      try append(.look(Int32(looks.count - 1), isNegated: isNegated))
    case .backreference(let group):
      throw PatternError(
        text: "the regular expression refers back to group \(ShownValue.quoted(group)); "
          + "backreferences are not supported, since they cannot be matched in bounded time")
    }
  }

  private var next: Int32 { Int32(code.count) }

  private mutating func emit(alternatives nodes: [PatternNode]) throws(PatternError) {
    var exits: [Int] = []
    for node in nodes.dropLast() {
      let split = code.count
      try append(.split(next + 1, 0))
      try emit(node)
      exits.append(code.count)
      try append(.jump(0))
      code[split] = .split(Int32(split) + 1, next)
    }
    if let last = nodes.last { try emit(last) }
    for exit in exits { code[exit] = .jump(next) }
  }

  private mutating func emit(
    _ node: PatternNode, minimum: Int, maximum: Int?
  ) throws(PatternError) {
    for _ in 0..<minimum {
      let before = code.count
      try emit(node)
      if code.count == before { return }  // Nothing, however often, is nothing.
    }
    guard let maximum else { return try emit(loop: node) }
    var exits: [Int] = []
    for _ in minimum..<maximum {
      exits.append(code.count)
      try append(.split(next + 1, 0))
      let before = code.count
      try emit(node)
      if code.count == before { break }
    }
    for exit in exits { code[exit] = .split(Int32(exit) + 1, next) }
  }

  private mutating func emit(loop node: PatternNode) throws(PatternError) {
    let split = code.count
    try append(.split(next + 1, 0))
    try emit(node)
    try append(.jump(Int32(split)))
    code[split] = .split(Int32(split) + 1, next)
  }
}
