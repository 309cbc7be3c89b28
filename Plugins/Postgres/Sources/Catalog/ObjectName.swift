/// A name as SQL writes it: `orders`, `shop.orders`, `"Odd Schema"."Odd ""Table"""`,
/// `shop.discount(numeric, integer)`.
struct ObjectName: Sendable, Equatable {
  /// One identifier.
  struct Part: Sendable, Equatable {
    /// Without its quotes.
    var written: String
    /// Then its case matters.
    var isQuoted: Bool

    /// As the server reads it: where it is not quoted, in lower case.
    var folded: String { isQuoted ? written : Self.lowercased(written) }

    /// ASCII only, as the server does with names in UTF-8.
    private static func lowercased(_ text: String) -> String {
      String(
        decoding: text.utf8.map { 0x41...0x5a ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
  }

  /// Nil where none is named.
  var database: Part?
  var schema: Part?
  var name: Part
  /// What stands in parentheses after the name of a function.
  var argumentTypes: String?

  static let maximumBytes = 1_000

  init(_ text: String) throws(PostgresFailure) {
    guard text.utf8.count <= Self.maximumBytes, var parts = Self.parts(of: text) else {
      throw .refused(
        "\(Self.quoted(String(text.prefix(100)))) is no name.",
        detail: "Write name or schema.name, in double quotes where SQL needs them.")
    }
    argumentTypes = parts.argumentTypes
    name = parts.names.removeLast()
    schema = parts.names.popLast()
    database = parts.names.popLast()
  }

  /// As in SQL, always with quotes.
  static func quoted(_ name: String) -> String {
    var text = "\""
    for character in name.unicodeScalars {
      if character == "\"" { text.unicodeScalars.append(character) }
      text.unicodeScalars.append(character)
    }
    return text + "\""
  }

  /// For messages: as the server names it.
  var description: String {
    [database, schema, name].compactMap { $0?.folded }.joined(separator: ".")
  }

  private static let quote = UInt8(ascii: "\"")

  /// One to three names; nil where the text is none.
  private static func parts(of text: String) -> (names: [Part], argumentTypes: String?)? {
    var names: [Part] = []
    var rest = trimmed(Array(text.utf8)[...])
    while true {
      guard let part = part(&rest), names.count < 3 else { return nil }
      names.append(part)
      rest = trimmed(rest)
      guard let next = rest.first else { return (names, nil) }
      if next == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") {
        return (names, String(decoding: trimmed(rest.dropFirst().dropLast()), as: UTF8.self))
      }
      guard next == UInt8(ascii: ".") else { return nil }
      rest = trimmed(rest.dropFirst())
    }
  }

  private static func part(_ rest: inout ArraySlice<UInt8>) -> Part? {
    guard rest.first == quote else {
      let bytes = rest.prefix { !stops.contains($0) }
      rest = rest[bytes.endIndex...]
      guard !bytes.isEmpty else { return nil }
      return Part(written: String(decoding: bytes, as: UTF8.self), isQuoted: false)
    }
    var name: [UInt8] = []
    rest.removeFirst()
    while let byte = rest.popFirst() {
      if byte == quote {
        guard rest.first == quote else {
          guard !name.isEmpty else { return nil }
          return Part(written: String(decoding: name, as: UTF8.self), isQuoted: true)
        }
        rest.removeFirst()
      }
      name.append(byte)
    }
    return nil
  }

  private static let stops = Array(".\"(), \t\r\n;".utf8)
  private static let spaces = Array(" \t\r\n".utf8)

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes.drop(while: spaces.contains)
    while let last = bytes.last, spaces.contains(last) { bytes.removeLast() }
    return bytes
  }
}
