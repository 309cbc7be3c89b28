/// URI templates by RFC 6570 section 2.
enum URITemplateFormat {
  static func accepts(_ text: FormatText) -> Bool {
    var rest = text
    while let next = rest.first {
      if next.isOne(of: "{") {
        guard let end = rest.firstIndex(of: UInt32(ascii: "}")),
          isExpression(rest[(rest.startIndex + 1)..<end])
        else { return false }
        rest = rest[(end + 1)...]
      } else {
        guard let length = literalLength(rest) else { return false }
        rest = rest.dropFirst(length)
      }
    }
    return true
  }

  /// How long the literal character at the start is; nil where it is none.
  private static func literalLength(_ text: FormatText) -> Int? {
    guard let next = text.first else { return nil }
    if next.isOne(of: "%") { return isTriplet(text) ? 3 : nil }
    return next > 0x20 && next != 0x7F && !next.isOne(of: "\"<>\\^`{|}") ? 1 : nil
  }

  private static func isTriplet(_ text: FormatText) -> Bool {
    text.count >= 3 && text.first?.isOne(of: "%") == true
      && text.dropFirst().prefix(2).allSatisfy(\.isHexadecimal)
  }

  private static func isExpression(_ text: FormatText) -> Bool {
    let hasOperator = text.first?.isOne(of: "+#./;?&=,!@|") == true
    return (hasOperator ? text.dropFirst() : text).split(at: ",").allSatisfy(isVariable)
  }

  private static func isVariable(_ text: FormatText) -> Bool {
    if text.last == UInt32(ascii: "*") { return isName(text.dropLast()) }
    let parts = text.split(at: ":")
    guard parts.count <= 2, let name = parts.first, isName(name) else { return false }
    guard parts.count == 2 else { return true }
    let length = parts[1]
    return 1...4 ~= length.count && length.allSatisfy(\.isDigit)
      && length.first != UInt32(ascii: "0")
  }

  private static func isName(_ text: FormatText) -> Bool {
    text.split(at: ".").allSatisfy { part in
      var rest = part
      while let next = rest.first {
        if isTriplet(rest) {
          rest = rest.dropFirst(3)
        } else if next.isDigit || next.isLetter || next.isOne(of: "_") {
          rest = rest.dropFirst()
        } else {
          return false
        }
      }
      return !part.isEmpty
    }
  }
}
