/// The texts in an XML document of a service: enough to read an answer, and no more.
enum XMLText {
  /// What stands in the first element of that name, which has no attributes and no elements in it;
  /// nil where there is none.
  static func element(_ name: String, in document: [UInt8]) -> String? {
    let opening = Array("<\(name)>".utf8)
    let closing = Array("</\(name)>".utf8)
    guard let start = firstIndex(of: opening, in: document[...]),
      let end = firstIndex(of: closing, in: document[(start + opening.count)...])
    else { return nil }
    return decoded(document[(start + opening.count)..<end])
  }

  private static func firstIndex(of text: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= text.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - text.count)).first { index in
      bytes[index..<(index + text.count)].elementsEqual(text)
    }
  }

  private static let entities = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"),
  ]

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    let parts = String(decoding: bytes, as: UTF8.self).split(
      separator: "&", omittingEmptySubsequences: false)
    var text = String(parts[0])
    for part in parts.dropFirst() {
      guard let end = part.firstIndex(of: ";"), let character = character(part[..<end]) else {
        return nil
      }
      text += character + part[part.index(after: end)...]
    }
    return text
  }

  private static func character(_ entity: Substring) -> String? {
    if let known = entities.first(where: { $0.0 == entity }) { return known.1 }
    guard entity.hasPrefix("#") else { return nil }
    let isHexadecimal = entity.hasPrefix("#x")
    let number = UInt32(entity.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
    return number.flatMap { UnicodeScalar($0) }.map { String(Character($0)) }
  }
}
