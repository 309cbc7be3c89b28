/// Columns that a condition compares with something, read from its text in a plan.
struct FilterColumns: Sendable, Equatable {
  /// Compared by `=`, and by `<`, `>` and the like, in the order of their coming.
  private(set) var equal: [String] = []
  private(set) var ordered: [String] = []

  /// `condition` is what the server wrote; only names of `columns` count. A column within a
  /// function's call is none that an index on it would help.
  init(_ condition: String, of columns: [String]) {
    let known = Set(columns)
    var text = Array(condition.utf8)[...]
    var before = UInt8(ascii: " ")
    while let byte = text.first {
      if byte == UInt8(ascii: "'") {
        Self.skipString(&text)
      } else if byte == UInt8(ascii: "\"") || Self.isOfName(byte) {
        let isCast = before == UInt8(ascii: ":")
        let name = Self.name(&text)
        if text.first == UInt8(ascii: "(") {
          Self.skipCall(&text)
        } else if !isCast, text.first != UInt8(ascii: "."), known.contains(name) {
          take(name, comparedIn: text)
        }
      } else {
        text.removeFirst()
      }
      before = byte
    }
  }

  /// Parentheses and casts may stand before the operator: `(status)::text = 'x'`.
  private mutating func take(_ name: String, comparedIn text: ArraySlice<UInt8>) {
    var rest = text
    while let byte = rest.first {
      if byte == UInt8(ascii: ")") || byte == UInt8(ascii: " ") {
        rest.removeFirst()
      } else if byte == UInt8(ascii: ":") {
        rest = rest.drop { $0 == byte }.drop(while: Self.isOfName)
      } else {
        break
      }
    }
    let comparison = rest.prefix { Self.operators.contains($0) }
    guard !equal.contains(name), !ordered.contains(name) else { return }
    switch String(decoding: comparison, as: UTF8.self) {
    case "=": equal.append(name)
    case "<", ">", "<=", ">=": ordered.append(name)
    default: break
    }
  }

  private static let operators = Array("=<>~!@#%^&|*/+-?".utf8)

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private static func name(_ text: inout ArraySlice<UInt8>) -> String {
    guard text.first == UInt8(ascii: "\"") else {
      let name = text.prefix(while: isOfName)
      text = text[name.endIndex...]
      return String(decoding: name, as: UTF8.self)
    }
    var name: [UInt8] = []
    text.removeFirst()
    while let byte = text.popFirst() {
      if byte == UInt8(ascii: "\"") {
        guard text.first == byte else { break }
        text.removeFirst()
      }
      name.append(byte)
    }
    return String(decoding: name, as: UTF8.self)
  }

  private static func skipString(_ text: inout ArraySlice<UInt8>) {
    text.removeFirst()
    while let byte = text.popFirst() {
      guard byte == UInt8(ascii: "'") else { continue }
      guard text.first == byte else { return }
      text.removeFirst()
    }
  }

  /// What is in the parentheses of a function.
  private static func skipCall(_ text: inout ArraySlice<UInt8>) {
    var depth = 0
    while let byte = text.first {
      if byte == UInt8(ascii: "'") {
        skipString(&text)
        continue
      }
      text.removeFirst()
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { return }
    }
  }
}
