/// Labels that are read from right to left: RFC 5893 section 2.
enum BidiRule {
  private enum Direction {
    case left, right, europeanNumber, arabicNumber, mark, neutral
  }

  /// Whether a label makes the rule apply to all labels of its name.
  static func applies(to label: FormatText) -> Bool {
    label.contains { [.right, .arabicNumber].contains(direction(of: $0)) }
  }

  static func accepts(_ label: FormatText) -> Bool {
    let directions = label.map(direction)
    guard let first = directions.first, let last = directions.last(where: { $0 != .mark }) else {
      return false
    }
    switch first {
    case .right:
      return !directions.contains(.left)
        && [.right, .europeanNumber, .arabicNumber].contains(last)
        && !(directions.contains(.europeanNumber) && directions.contains(.arabicNumber))
    case .left:
      return !directions.contains(.right) && !directions.contains(.arabicNumber)
        && [.left, .europeanNumber].contains(last)
    default: return false
    }
  }

  /// Told by blocks, since the standard library has no table of it.
  private static func direction(of value: UInt32) -> Direction {
    guard let scalar = Unicode.Scalar(value) else { return .neutral }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return .mark
    default: break
    }
    switch value {
    case 0x30...0x39, 0x06F0...0x06F9: return .europeanNumber
    case 0x0660...0x0669, 0x066B...0x066C, 0x06DD, 0x10E60...0x10E7E: return .arabicNumber
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      return .right
    default:
      let isLetter = scalar.properties.isAlphabetic
      return isLetter || scalar.properties.generalCategory == .decimalNumber ? .left : .neutral
    }
  }
}
