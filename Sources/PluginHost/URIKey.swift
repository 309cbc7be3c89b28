/// A URI as a key: compared byte by byte, where String takes two spellings of a letter for one.
struct URIKey: Sendable, Hashable {
  let utf8: [UInt8]

  init(_ text: String) {
    utf8 = Array(text.utf8)
  }

  init(_ bytes: [UInt8]) {
    utf8 = bytes
  }

  init(_ bytes: UnsafeRawBufferPointer) {
    utf8 = [UInt8](bytes)
  }

  var text: String { String(decoding: utf8, as: UTF8.self) }

  func hash(into hasher: inout Hasher) {
    utf8.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
