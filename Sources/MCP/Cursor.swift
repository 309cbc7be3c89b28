/// A place in a list of one generation, as the opaque text that clients send back.
struct Cursor: Equatable {
  let generation: UInt64
  let start: Int

  private static let separator = UInt8(ascii: ".")

  init(generation: UInt64, start: Int) {
    self.generation = generation
    self.start = start
  }

  /// Reads a cursor; nil for anything that `text` never gives.
  init?(_ text: String) {
    let parts = text.utf8.split(separator: Self.separator, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = String(parts[0]), let second = String(parts[1]),
      let generation = UInt64(first, radix: 36), let start = Int(second, radix: 36), start > 0
    else { return nil }
    self.init(generation: generation, start: start)
    guard self.text == text else { return nil }
  }

  /// Letters, digits and a dot.
  var text: String { String(generation, radix: 36) + "." + String(start, radix: 36) }
}
