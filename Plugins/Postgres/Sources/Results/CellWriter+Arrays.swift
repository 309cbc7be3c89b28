internal import JSON

/// Arrays (PostgreSQL documentation, "Array Input and Output Syntax").
extension CellWriter {
  /// An array as nested JSON arrays; a string where it is not written as one. Bounds of its own,
  /// `[0:2]={...}`, are left out.
  mutating func array(_ text: Span<UInt8>, _ form: ValueForm, delimiter: UInt8) {
    var index = Self.opening(text)
    guard index < text.count else { return json.string(text) }
    var depth = 0
    repeat {
      switch text[index] {
      case UInt8(ascii: "{"):
        json.beginArray()
        depth += 1
        index += 1
      case UInt8(ascii: "}"):
        json.endArray()
        depth -= 1
        index += 1
      case delimiter: index += 1
      case UInt8(ascii: "\""): index = quotedElement(text, from: index + 1, form)
      default: index = plainElement(text, from: index, form, delimiter)
      }
    } while depth > 0 && index < text.count
    // Of a text that ends too early.
    for _ in 0..<max(0, depth) { json.endArray() }
  }

  /// Where the outermost brace is; the end where there is none.
  private static func opening(_ text: Span<UInt8>) -> Int {
    var index = 0
    if text.first == UInt8(ascii: "[") {
      while index < text.count, text[index] != UInt8(ascii: "=") { index += 1 }
      index += 1
    }
    return index < text.count && text[index] == UInt8(ascii: "{") ? index : text.count
  }

  /// An element without quotes: as it is, and NULL.
  private mutating func plainElement(
    _ text: Span<UInt8>, from start: Int, _ form: ValueForm, _ delimiter: UInt8
  ) -> Int {
    var end = start
    while end < text.count, text[end] != delimiter, text[end] != UInt8(ascii: "}") { end += 1 }
    let value = text.extracting(start..<end)
    if Self.isNull(value) { json.null() } else { scalar(value, form) }
    return end
  }

  private static func isNull(_ text: Span<UInt8>) -> Bool {
    text.count == 4 && text[0] == UInt8(ascii: "N") && text[1] == UInt8(ascii: "U")
      && text[2] == UInt8(ascii: "L") && text[3] == UInt8(ascii: "L")
  }

  /// An element in quotes, from after the first: a backslash stands before each quote and each
  /// backslash. Answers the place after the closing quote.
  private mutating func quotedElement(
    _ text: Span<UInt8>, from start: Int, _ form: ValueForm
  ) -> Int {
    var end = start
    var hasEscapes = false
    while end < text.count, text[end] != UInt8(ascii: "\"") {
      if text[end] == UInt8(ascii: "\\") {
        hasEscapes = true
        end += 1
      }
      end += 1
    }
    end = min(end, text.count)
    let value = text.extracting(start..<end)
    if hasEscapes { escapedElement(value, form) } else { scalar(value, form) }
    return end + 1
  }

  private mutating func escapedElement(_ text: Span<UInt8>, _ form: ValueForm) {
    // Out of `self` while the value is written, and back with its room.
    var plain: [UInt8] = []
    swap(&plain, &element)
    plain.removeAll(keepingCapacity: true)
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "\\"), index + 1 < text.count { index += 1 }
      plain.append(text[index])
      index += 1
    }
    scalar(plain.span, form)
    swap(&plain, &element)
  }
}
