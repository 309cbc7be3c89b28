/// A compiled regular expression: instructions of a nondeterministic automaton that is run in all
/// its states at once, so that the time grows with the text and never faster.
struct Pattern: Sendable {
  /// How many look-arounds there may be. Each takes a bit for each character of a text.
  static let mostLooks = 32

  let text: String
  let code: [PatternInstruction]
  let sets: [ScalarSet]
  /// Look-arounds, each after those inside it.
  let looks: [Look]
  /// Whether a match can only begin at the beginning.
  let isAnchored: Bool
  /// With those of the look-arounds.
  let stateCount: Int

  init(_ text: String, limits: PatternLimits) throws(PatternError) {
    guard text.utf8.count <= limits.bytes else {
      throw PatternError(text: "the regular expression is longer than \(limits.bytes) bytes")
    }
    let node = try PatternParser.parse(text, isStrict: false)
    var compiler = PatternCompiler(limits)
    code = try compiler.compile(node, isBackward: false)
    self.text = text
    sets = compiler.sets
    looks = compiler.looks
    isAnchored = node.isAnchored
    stateCount = compiler.stateCount
  }

  /// An automaton that tells for every position whether what it stands for ends or begins there.
  struct Look: Sendable {
    let code: [PatternInstruction]
    /// Looking ahead means reading the text from its end.
    let isBackward: Bool
  }
}

/// How large a regular expression may be.
struct PatternLimits {
  var bytes: Int
  /// For all regular expressions of a schema, and how many of them others have taken.
  var states: Int
  var statesTaken = 0
}

/// One state of the automaton.
enum PatternInstruction: Sendable {
  case scalar(UInt32)
  case set(Int32)
  case split(Int32, Int32)
  case jump(Int32)
  case start
  case end
  case wordBoundary(isNegated: Bool)
  case look(Int32, isNegated: Bool)
  case match
}

extension PatternNode {
  var isAnchored: Bool {
    switch self {
    case .start: true
    case .sequence(let nodes): nodes.first?.isAnchored ?? false
    case .alternatives(let nodes): nodes.allSatisfy(\.isAnchored)
    default: false
    }
  }
}
