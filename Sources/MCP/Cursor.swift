/// A place in one state of one list, as the opaque text that clients send back. Every process that
/// lists the same objects takes it.
struct Cursor: Equatable {
  let list: ListKind
  /// `RenderedList.digest`.
  let digest: UInt64
  let start: Int

  private static let separator = UInt8(ascii: ".")

  init(_ list: ListKind, digest: UInt64, start: Int) {
    self.list = list
    self.digest = digest
    self.start = start
  }

  /// Reads a cursor of that list; nil for anything that `text` never gives.
  init?(_ text: String, of list: ListKind) {
    let parts = text.utf8.split(separator: Self.separator, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = String(parts[0].dropFirst()), let second = String(parts[1]),
      let digest = UInt64(first, radix: 36), let start = Int(second, radix: 36), start > 0
    else { return nil }
    self.init(list, digest: digest, start: start)
    guard self.text == text else { return nil }
  }

  /// Letters, digits and a dot.
  var text: String {
    String(list.cursorLetter) + String(digest, radix: 36) + "." + String(start, radix: 36)
  }
}
