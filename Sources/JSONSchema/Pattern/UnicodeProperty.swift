/// A property in `\p{...}`: a general category or one that is true or false of a scalar.
struct UnicodeProperty: Sendable {
  private enum Test: Sendable {
    case categories(Set<String>)
    case binary(Binary)
  }

  private let test: Test
  private let isNegated: Bool

  /// The text between the braces; nil for a property that is not known.
  init?(_ text: String, isNegated: Bool) {
    self.isNegated = isNegated
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard parts[0] == "General_Category" || parts[0] == "gc",
        let categories = GeneralCategory.codes(named: String(parts[1]))
      else { return nil }
      test = .categories(categories)
    } else if let categories = GeneralCategory.codes(named: text) {
      test = .categories(categories)
    } else if let binary = Binary(name: text) {
      test = .binary(binary)
    } else {
      return nil
    }
  }

  /// Whether a scalar has the property, or has it not where that was asked for.
  func holds(_ value: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return isNegated }
    switch test {
    case .categories(let codes):
      return codes.contains(GeneralCategory.code(scalar.properties.generalCategory)) != isNegated
    case .binary(let binary): return binary.holds(scalar) != isNegated
    }
  }

  private enum Binary: String {
    case any = "Any"
    case ascii = "ASCII"
    case asciiHexDigit = "ASCII_Hex_Digit"
    case alphabetic = "Alphabetic"
    case assigned = "Assigned"
    case dash = "Dash"
    case defaultIgnorable = "Default_Ignorable_Code_Point"
    case emoji = "Emoji"
    case emojiModifier = "Emoji_Modifier"
    case emojiModifierBase = "Emoji_Modifier_Base"
    case emojiPresentation = "Emoji_Presentation"
    case hexDigit = "Hex_Digit"
    case idContinue = "ID_Continue"
    case idStart = "ID_Start"
    case ideographic = "Ideographic"
    case lowercase = "Lowercase"
    case math = "Math"
    case noncharacter = "Noncharacter_Code_Point"
    case uppercase = "Uppercase"
    case whiteSpace = "White_Space"
    case xidContinue = "XID_Continue"
    case xidStart = "XID_Start"

    private static let aliases: [String: Binary] = [
      "AHex": .asciiHexDigit, "Alpha": .alphabetic, "DI": .defaultIgnorable,
      "EBase": .emojiModifierBase, "EMod": .emojiModifier, "EPres": .emojiPresentation,
      "Hex": .hexDigit, "IDC": .idContinue, "IDS": .idStart, "Ideo": .ideographic,
      "Lower": .lowercase, "NChar": .noncharacter, "Upper": .uppercase, "space": .whiteSpace,
      "XIDC": .xidContinue, "XIDS": .xidStart,
    ]

    init?(name: String) {
      guard let binary = Binary(rawValue: name) ?? Self.aliases[name] else { return nil }
      self = binary
    }

    func holds(_ scalar: Unicode.Scalar) -> Bool {
      let properties = scalar.properties
      return switch self {
      case .any: true
      case .ascii: scalar.isASCII
      case .asciiHexDigit: properties.isASCIIHexDigit
      case .alphabetic: properties.isAlphabetic
      case .assigned: properties.generalCategory != .unassigned
      case .dash: properties.isDash
      case .defaultIgnorable: properties.isDefaultIgnorableCodePoint
      case .emoji: properties.isEmoji
      case .emojiModifier: properties.isEmojiModifier
      case .emojiModifierBase: properties.isEmojiModifierBase
      case .emojiPresentation: properties.isEmojiPresentation
      case .hexDigit: properties.isHexDigit
      case .idContinue: properties.isIDContinue
      case .idStart: properties.isIDStart
      case .ideographic: properties.isIdeographic
      case .lowercase: properties.isLowercase
      case .math: properties.isMath
      case .noncharacter: properties.isNoncharacterCodePoint
      case .uppercase: properties.isUppercase
      case .whiteSpace: properties.isWhitespace
      case .xidContinue: properties.isXIDContinue
      case .xidStart: properties.isXIDStart
      }
    }
  }
}
