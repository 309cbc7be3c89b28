/// Names in SQL.
enum Identifier {
  /// As it has to be written: in quotes where it would be read as another name without them.
  /// Key words are not looked at.
  static func quoted(_ name: String) -> String {
    let isPlain = name.utf8.enumerated().allSatisfy { index, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"): index > 0
      default: false
      }
    }
    guard name.isEmpty || !isPlain else { return name }
    let parts = name.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"\(parts.joined(separator: "\"\""))\""
  }

  /// The name at a position, counted in characters from 1, with what stands before it: `a."B c"`
  /// gives `a` and `B c`. Empty where there is none.
  static func chain(at position: Int, in text: String) -> [String] {
    let scalars = Array(text.unicodeScalars.dropFirst(max(0, position - 1)))
    var index = 0
    return readChain(scalars, &index)
  }

  /// All such chains in a text, without regard to where they stand.
  static func chains(in text: String, limit: Int) -> [[String]] {
    let scalars = Array(text.unicodeScalars)
    var chains: [[String]] = []
    var index = 0
    while index < scalars.count, chains.count < limit {
      let chain = readChain(scalars, &index)
      if chain.isEmpty { index += 1 } else { chains.append(chain) }
    }
    return chains
  }

  /// All names in a text, without regard to where they stand; unquoted ones in lower case.
  static func all(in text: String, limit: Int) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var names: [String] = []
    var index = 0
    while index < scalars.count, names.count < limit {
      if let name = read(scalars, &index) {
        if !names.contains(name) { names.append(name) }
      } else {
        index += 1
      }
    }
    return names
  }

  /// Names with dots between them; moves `index` behind what it reads.
  private static func readChain(_ text: [Unicode.Scalar], _ index: inout Int) -> [String] {
    var names: [String] = []
    while let name = read(text, &index) {
      names.append(name)
      guard index < text.count, text[index] == "." else { break }
      index += 1
    }
    return names
  }

  /// Reads one name and moves `index` behind it; nil, and no move, where none begins there.
  private static func read(_ text: [Unicode.Scalar], _ index: inout Int) -> String? {
    guard index < text.count else { return nil }
    return text[index] == "\"" ? readQuoted(text, &index) : readPlain(text, &index)
  }

  private static func readQuoted(_ text: [Unicode.Scalar], _ index: inout Int) -> String? {
    var name = String.UnicodeScalarView()
    var place = index + 1
    while place < text.count {
      if text[place] == "\"" {
        guard place + 1 < text.count, text[place + 1] == "\"" else {
          index = place + 1
          return String(name)
        }
        place += 1
      }
      name.append(text[place])
      place += 1
    }
    return nil
  }

  private static func readPlain(_ text: [Unicode.Scalar], _ index: inout Int) -> String? {
    var name = String.UnicodeScalarView()
    while index < text.count, isOfName(text[index], isFirst: name.isEmpty) {
      name.append(text[index])
      index += 1
    }
    return name.isEmpty ? nil : String(name).lowercased()
  }

  private static func isOfName(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    case "0"..."9", "$": !isFirst
    default: scalar.value >= 0x80
    }
  }
}
