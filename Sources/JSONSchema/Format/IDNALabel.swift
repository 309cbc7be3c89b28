/// A label with characters beyond ASCII: RFC 5891 section 5.4 and RFC 5892.
///
/// Scripts and joining types are told by blocks, since the standard library has no tables of them.
enum IDNALabel {
  static func isValid(_ label: FormatText) -> Bool {
    guard let first = label.first, let last = label.last else { return false }
    let hyphen = UInt32(ascii: "-")
    guard first != hyphen, last != hyphen, !IDNAScalar.isMark(first) else { return false }
    if label.count >= 4, label.dropFirst(2).prefix(2).allSatisfy({ $0 == hyphen }) { return false }
    return label.indices.allSatisfy { isAllowed(at: $0, in: label) }
  }

  private static func isAllowed(at index: Int, in label: FormatText) -> Bool {
    switch IDNAScalar.rule(of: label[index]) {
    case .allowed: true
    case .forbidden: false
    case .inContext: isInContext(index, label)
    }
  }

  /// RFC 5892 appendix A.
  private static func isInContext(_ index: Int, _ label: FormatText) -> Bool {
    let before = index > label.startIndex ? label[index - 1] : nil
    let after = index + 1 < label.endIndex ? label[index + 1] : nil
    switch label[index] {
    case 0x00B7: return before == UInt32(ascii: "l") && after == UInt32(ascii: "l")
    case 0x0375: return after.map(IDNAScalar.isGreek) ?? false
    case 0x05F3, 0x05F4: return before.map(IDNAScalar.isHebrew) ?? false
    case 0x30FB: return label.contains(where: IDNAScalar.isJapanese)
    case 0x0660...0x0669: return !label.contains { 0x06F0...0x06F9 ~= $0 }
    case 0x06F0...0x06F9: return !label.contains { 0x0660...0x0669 ~= $0 }
    case 0x200D: return before.map(IDNAScalar.isVirama) ?? false
    case 0x200C: return before.map(IDNAScalar.isVirama) ?? false || joins(index, label)
    default: return false
    }
  }

  /// Whether letters on both sides would join across the place.
  private static func joins(_ index: Int, _ label: FormatText) -> Bool {
    let before = label[..<index].last { !IDNAScalar.isMark($0) }
    let after = label[(index + 1)...].first { !IDNAScalar.isMark($0) }
    return (before.map(IDNAScalar.joinsNext) ?? false)
      && (after.map(IDNAScalar.isJoining) ?? false)
  }
}

/// What RFC 5892 says of single characters.
enum IDNAScalar {
  enum Rule {
    case allowed, forbidden, inContext
  }

  /// RFC 5892 section 3.
  static func rule(of value: UInt32) -> Rule {
    guard let scalar = Unicode.Scalar(value) else { return .forbidden }
    switch value {
    case 0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007: return .allowed
    case 0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB, 0x0660...0x0669, 0x06F0...0x06F9, 0x200C, 0x200D:
      return .inContext
    case 0x0640, 0x07FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return .forbidden
    case 0x2D, 0x30...0x39, 0x61...0x7A: return .allowed
    // Combining marks for symbols, musical symbols, and letters of Hangul that are not syllables.
    case 0x20D0...0x20FF, 0x1D100...0x1D24F, 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF:
      return .forbidden
    default: return isStableLetter(scalar) ? .allowed : .forbidden
    }
  }

  private static func isStableLetter(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    guard !properties.changesWhenNFKCCaseFolded, !properties.isDefaultIgnorableCodePoint else {
      return false
    }
    switch properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .modifierLetter, .decimalNumber,
      .nonspacingMark, .spacingMark:
      return true
    default: return false
    }
  }

  static func isMark(_ value: UInt32) -> Bool {
    switch Unicode.Scalar(value)?.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  static func isVirama(_ value: UInt32) -> Bool {
    Unicode.Scalar(value)?.properties.canonicalCombiningClass.rawValue == 9
  }

  static func isGreek(_ value: UInt32) -> Bool {
    0x0370...0x03FF ~= value || 0x1F00...0x1FFF ~= value
  }

  static func isHebrew(_ value: UInt32) -> Bool {
    0x0591...0x05F4 ~= value || 0xFB1D...0xFB4F ~= value
  }

  /// Hiragana, Katakana or Han.
  static func isJapanese(_ value: UInt32) -> Bool {
    switch value {
    case 0x3041...0x309F, 0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: true
    case 0x2E80...0x2FD5, 0x3005, 0x3007, 0x3021...0x3029, 0x3038...0x303A: true
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAD9, 0x20000...0x323AF: true
    default: false
    }
  }

  /// Letters of Arabic script that join with a neighbour.
  static func isJoining(_ value: UInt32) -> Bool {
    switch value {
    case 0x0621, 0x0674: false
    case 0x0620...0x063F, 0x0641...0x064A, 0x066E...0x066F, 0x0671...0x06D3, 0x06D5,
      0x06EE...0x06EF, 0x06FA...0x06FC, 0x06FF, 0x0750...0x077F, 0x08A0...0x08B4:
      true
    default: false
    }
  }

  /// Those that join with the letter after them, too.
  static func joinsNext(_ value: UInt32) -> Bool {
    switch value {
    case 0x0622...0x0625, 0x0627, 0x0629, 0x062F...0x0632, 0x0648, 0x0671...0x0673,
      0x0675...0x0677, 0x0688...0x0699, 0x06C0, 0x06C3...0x06CB, 0x06CD, 0x06CF, 0x06D2...0x06D5,
      0x06EE...0x06EF, 0x0759...0x075B, 0x076B...0x076C, 0x0771, 0x0773...0x0774,
      0x0778...0x0779, 0x08AA...0x08AC, 0x08AE, 0x08B1...0x08B2:
      false
    default: isJoining(value)
    }
  }
}
