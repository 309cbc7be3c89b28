/// A place in one list of one generation, as the opaque text that clients send back.
struct Cursor: Equatable {
  let list: ListKind
  let generation: UInt64
  let start: Int

  private static let separator = UInt8(ascii: ".")

  init(_ list: ListKind, generation: UInt64, start: Int) {
    self.list = list
    self.generation = generation
    self.start = start
  }

  /// Reads a cursor of that list; nil for anything that `text` never gives.
  init?(_ text: String, of list: ListKind) {
    let parts = text.utf8.split(separator: Self.separator, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = String(parts[0].dropFirst()), let second = String(parts[1]),
      let generation = UInt64(first, radix: 36), let start = Int(second, radix: 36), start > 0
    else { return nil }
    self.init(list, generation: generation, start: start)
    guard self.text == text else { return nil }
  }

  /// Letters, digits and a dot.
  var text: String {
    String(list.cursorLetter) + String(generation, radix: 36) + "." + String(start, radix: 36)
  }
}
