/// A regular expression as it is written, groups resolved.
indirect enum PatternNode {
  case empty
  case scalar(UInt32)
  case set(ScalarSet)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  /// No maximum stands for any number.
  case repeated(PatternNode, minimum: Int, maximum: Int?)
  case start
  case end
  case wordBoundary(isNegated: Bool)
  case look(PatternNode, isBehind: Bool, isNegated: Bool)
  /// The number or name of a group whose text is to be repeated.
  case backreference(String)
}

/// Why a regular expression cannot be used.
struct PatternError: Error {
  let text: String
}
