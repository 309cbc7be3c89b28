/// Reads a regular expression of ECMA-262 with the `u` flag.
struct PatternParser {
  /// How deep groups may be nested.
  static let maximumNesting = 100

  var scalars: [UInt32]
  var index = 0
  /// Whether only what ECMA-262 allows with the `u` flag is taken. Otherwise a backslash before any
  /// punctuation, and a brace or bracket that nothing opens or closes, stand for themselves.
  let isStrict: Bool
  private var nesting = 0
  private var groupCount = 0
  private var groupNames: Set<String> = []
  private var backreferences: [String] = []

  static func parse(_ text: String, isStrict: Bool) throws(PatternError) -> PatternNode {
    var parser = PatternParser(text, isStrict: isStrict)
    let node = try parser.alternatives()
    if let rest = parser.peek() {
      throw parser.error(
        rest == UInt32(ascii: ")") ? "\")\" closes no group" : "nothing is expected here")
    }
    try parser.checkBackreferences()
    return node
  }

  private init(_ text: String, isStrict: Bool) {
    scalars = text.unicodeScalars.map(\.value)
    self.isStrict = isStrict
  }

  func error(_ text: String) -> PatternError {
    PatternError(text: "the regular expression is malformed at character \(index + 1): \(text)")
  }

  func peek(_ offset: Int = 0) -> UInt32? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  /// Takes a text if it comes next.
  mutating func take(_ text: StaticString) -> Bool {
    let wanted = Array("\(text)".unicodeScalars.map(\.value))
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  private mutating func alternatives() throws(PatternError) -> PatternNode {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.maximumNesting else {
      throw PatternError(
        text: "the regular expression has groups nested deeper than \(Self.maximumNesting)")
    }
    var found = [try sequence()]
    while take("|") { found.append(try sequence()) }
    return found.count == 1 ? found[0] : .alternatives(found)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var found: [PatternNode] = []
    while let next = peek(), next != UInt32(ascii: "|"), next != UInt32(ascii: ")") {
      found.append(try term())
    }
    return found.isEmpty ? .empty : found.count == 1 ? found[0] : .sequence(found)
  }

  private mutating func term() throws(PatternError) -> PatternNode {
    if let assertion = try assertion() {
      if isQuantifierNext { throw error("an assertion cannot be repeated") }
      return assertion
    }
    return try quantified(try atom())
  }

  private mutating func assertion() throws(PatternError) -> PatternNode? {
    if take("^") { return .start }
    if take("$") { return .end }
    if take("\\b") { return .wordBoundary(isNegated: false) }
    if take("\\B") { return .wordBoundary(isNegated: true) }
    if take("(?=") { return try look(isBehind: false, isNegated: false) }
    if take("(?!") { return try look(isBehind: false, isNegated: true) }
    if take("(?<=") { return try look(isBehind: true, isNegated: false) }
    if take("(?<!") { return try look(isBehind: true, isNegated: true) }
    return nil
  }

  private mutating func look(
    isBehind: Bool, isNegated: Bool
  ) throws(PatternError) -> PatternNode {
    .look(try closed(), isBehind: isBehind, isNegated: isNegated)
  }

  /// What stands before a closing parenthesis, and the parenthesis.
  private mutating func closed() throws(PatternError) -> PatternNode {
    let node = try alternatives()
    guard take(")") else { throw error("a group is not closed; \")\" is missing") }
    return node
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    guard let next = peek() else { return .empty }
    switch next {
    case UInt32(ascii: "."):
      index += 1
      return .set(ScalarSet(ScalarSet.lineTerminators, isNegated: true))
    case UInt32(ascii: "("): return try group()
    case UInt32(ascii: "["): return .set(try characterClass())
    case UInt32(ascii: "\\"): return try escape()
    case UInt32(ascii: "*"), UInt32(ascii: "+"), UInt32(ascii: "?"):
      throw error("there is nothing to repeat before the quantifier")
    case UInt32(ascii: "{"), UInt32(ascii: "}"), UInt32(ascii: "]"):
      guard !isStrict, !isQuantifierNext else {
        throw error("a brace or bracket that stands for itself needs a backslash")
      }
    default: break
    }
    index += 1
    return .scalar(next)
  }

  private mutating func group() throws(PatternError) -> PatternNode {
    if take("(?:") { return try closed() }
    if take("(?<") {
      let name = try groupName()
      guard groupNames.insert(name).inserted else {
        throw error("two groups have the name \"\(name)\"")
      }
    } else if take("(?") {
      throw error(
        "groups begin with \"(\", \"(?:\", \"(?<name>\" or a look-around; ECMA-262 has "
          + "no other kind")
    } else {
      index += 1
    }
    groupCount += 1
    return try closed()
  }

  private mutating func groupName() throws(PatternError) -> String {
    var name = ""
    while let next = peek(), next != UInt32(ascii: ">"), let scalar = Unicode.Scalar(next) {
      let isFirst = name.isEmpty
      guard
        scalar == "_" || scalar == "$" || scalar.properties.isIDStart
          || (!isFirst && scalar.properties.isIDContinue)
      else { throw error("a group's name is letters, digits, \"_\" or \"$\"") }
      name.unicodeScalars.append(scalar)
      index += 1
    }
    guard take(">"), !name.isEmpty else { throw error("a group's name is not closed by \">\"") }
    return name
  }
}

/// Quantifiers and references back.
extension PatternParser {
  /// Whether `*`, `+`, `?` or a whole `{...}` comes next.
  private var isQuantifierNext: Bool {
    switch peek() {
    case UInt32(ascii: "*"), UInt32(ascii: "+"), UInt32(ascii: "?"): return true
    case UInt32(ascii: "{"):
      var copy = self
      return copy.bounds() != nil
    default: return false
    }
  }

  private mutating func quantified(_ atom: PatternNode) throws(PatternError) -> PatternNode {
    let bounds: (Int, Int?)
    if take("*") {
      bounds = (0, nil)
    } else if take("+") {
      bounds = (1, nil)
    } else if take("?") {
      bounds = (0, 1)
    } else if let counted = self.bounds() {
      bounds = counted
    } else {
      return atom
    }
    _ = take("?")  // Greedy or not, what matches is the same.
    if let maximum = bounds.1, maximum < bounds.0 {
      throw error("the repetition's bounds are in the wrong order")
    }
    return .repeated(atom, minimum: bounds.0, maximum: bounds.1)
  }

  /// `{n}`, `{n,}` or `{n,m}`; takes nothing where there is none.
  private mutating func bounds() -> (Int, Int?)? {
    let start = index
    guard take("{"), let minimum = number() else {
      index = start
      return nil
    }
    var maximum: Int? = minimum
    if take(",") { maximum = number() }
    guard take("}") else {
      index = start
      return nil
    }
    return (minimum, maximum)
  }

  /// Decimal digits; what does not fit counts as the largest that does.
  mutating func number() -> Int? {
    var value: Int?
    while let next = peek(), 0x30...0x39 ~= next {
      let (product, overflows) = (value ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, sumOverflows) = product.addingReportingOverflow(Int(next) - 0x30)
      value = overflows || sumOverflows ? Int.max : sum
      index += 1
    }
    return value
  }

  /// `\1` or `\k<name>`, the backslash taken.
  mutating func backreference() throws(PatternError) -> PatternNode? {
    if let next = peek(), 0x31...0x39 ~= next, let number = number() {
      backreferences.append(String(number))
      return .backreference(String(number))
    }
    guard take("k") else { return nil }
    guard take("<") else { throw error("\"\\k\" must be followed by a group's name in \"<...>\"") }
    let name = try groupName()
    backreferences.append(name)
    return .backreference(name)
  }

  fileprivate func checkBackreferences() throws(PatternError) {
    for reference in backreferences {
      let exists = Int(reference).map { $0 <= groupCount } ?? groupNames.contains(reference)
      guard exists else {
        throw PatternError(text: "the regular expression refers to no group: \"\(reference)\"")
      }
    }
  }
}

extension UInt32 {
  init(ascii scalar: Unicode.Scalar) { self = scalar.value }
}
