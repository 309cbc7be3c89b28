/// Escapes and character classes.
extension PatternParser {
  private static let syntaxCharacters = Set("^$\\.*+?()[]{}|/".unicodeScalars.map(\.value))

  /// A backslash and what belongs to it, outside a class.
  mutating func escape() throws(PatternError) -> PatternNode {
    index += 1
    if let reference = try backreference() { return reference }
    switch try classAtom(isInClass: false) {
    case .scalar(let scalar): return .scalar(scalar)
    case .ranges(let ranges): return .set(ScalarSet(ranges))
    case .property(let property): return .set(ScalarSet([], properties: [property]))
    }
  }

  private enum ClassAtom {
    case scalar(UInt32)
    case ranges([ClosedRange<UInt32>])
    case property(UnicodeProperty)
  }

  /// What follows a backslash, which is taken.
  private mutating func classAtom(isInClass: Bool) throws(PatternError) -> ClassAtom {
    guard let letter = peek() else { throw error("a backslash stands at the end") }
    index += 1
    switch Unicode.Scalar(letter) {
    case "d": return .ranges(ScalarSet.digits)
    case "D": return .ranges(ScalarSet.complement(ScalarSet.digits))
    case "w": return .ranges(ScalarSet.words)
    case "W": return .ranges(ScalarSet.complement(ScalarSet.words))
    case "s": return .ranges(ScalarSet.spaces)
    case "S": return .ranges(ScalarSet.complement(ScalarSet.spaces))
    case "p": return .property(try property(isNegated: false))
    case "P": return .property(try property(isNegated: true))
    default: return .scalar(try character(letter, isInClass: isInClass))
    }
  }

  private mutating func property(isNegated: Bool) throws(PatternError) -> UnicodeProperty {
    guard take("{"), let end = scalars[index...].firstIndex(of: UInt32(ascii: "}")) else {
      throw error("\"\\p\" must be followed by a property in braces")
    }
    var name = ""
    for scalar in scalars[index..<end].compactMap(Unicode.Scalar.init) {
      name.unicodeScalars.append(scalar)
    }
    guard let property = UnicodeProperty(name, isNegated: isNegated) else {
      throw error(
        "the Unicode property \(ShownValue.quoted(name)) is not supported; general categories such "
          + "as L, Lu or Nd and binary properties such as Alphabetic are")
    }
    index = end + 1
    return property
  }

  /// The scalar that an escape of one character stands for; its letter is taken.
  private mutating func character(
    _ letter: UInt32, isInClass: Bool
  ) throws(PatternError) -> UInt32 {
    switch Unicode.Scalar(letter) {
    case "t": return 0x09
    case "n": return 0x0A
    case "v": return 0x0B
    case "f": return 0x0C
    case "r": return 0x0D
    case "0":
      if let next = peek(), 0x30...0x39 ~= next { throw error("octal escapes are not supported") }
      return 0
    case "b" where isInClass: return 0x08
    case "-" where isInClass: return letter
    case "c": return try control()
    case "x": return try hexadecimal(2)
    case "u": return try unicode()
    default: break
    }
    let isPunctuation = letter < 0x80 && !ScalarSet(ScalarSet.words).contains(letter)
    if Self.syntaxCharacters.contains(letter) || (!isStrict && isPunctuation) { return letter }
    index -= 1
    throw error("this character has no meaning after a backslash in ECMA-262")
  }

  private mutating func control() throws(PatternError) -> UInt32 {
    guard let letter = peek(), 0x61...0x7A ~= letter | 0x20 else {
      throw error("\"\\c\" must be followed by a letter")
    }
    index += 1
    return letter & 0x1F
  }

  private mutating func hexadecimal(_ count: Int) throws(PatternError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let next = peek(), let digit = UInt8(exactly: next).flatMap(HexDigit.value) else {
        throw error("\(count) hexadecimal digits are expected")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  /// `\uXXXX`, a pair of them for a supplementary character, or `\u{X...}`.
  private mutating func unicode() throws(PatternError) -> UInt32 {
    if take("{") {
      var value: UInt32 = 0
      var count = 0
      while let next = peek(), let digit = UInt8(exactly: next).flatMap(HexDigit.value) {
        value = min(value << 4 | UInt32(digit), ScalarSet.largest + 1)
        count += 1
        index += 1
      }
      guard count > 0, value <= ScalarSet.largest, take("}") else {
        throw error("\"\\u{...}\" must hold the hexadecimal number of a character")
      }
      return value
    }
    let high = try hexadecimal(4)
    guard high & 0xFC00 == 0xD800 else { return high }
    let start = index
    if take("\\u"), let low = try? hexadecimal(4), low & 0xFC00 == 0xDC00 {
      return 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF)
    }
    index = start
    return high
  }

  /// `[...]`
  mutating func characterClass() throws(PatternError) -> ScalarSet {
    index += 1
    let isNegated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var properties: [UnicodeProperty] = []
    while !take("]") {
      let atom = try classMember()
      if peek() == UInt32(ascii: "-"), let after = peek(1), after != UInt32(ascii: "]") {
        index += 1
        ranges.append(try range(from: atom, to: try classMember()))
        continue
      }
      switch atom {
      case .scalar(let scalar): ranges.append(scalar...scalar)
      case .ranges(let more): ranges += more
      case .property(let property): properties.append(property)
      }
    }
    return ScalarSet(ranges, properties: properties, isNegated: isNegated)
  }

  private mutating func classMember() throws(PatternError) -> ClassAtom {
    guard let next = peek() else { throw error("a class is not closed; \"]\" is missing") }
    index += 1
    return next == UInt32(ascii: "\\") ? try classAtom(isInClass: true) : .scalar(next)
  }

  private func range(
    from first: ClassAtom, to last: ClassAtom
  ) throws(PatternError) -> ClosedRange<UInt32> {
    guard case .scalar(let low) = first, case .scalar(let high) = last, low <= high else {
      throw error("a range in a class goes from one character to a later one")
    }
    return low...high
  }
}
