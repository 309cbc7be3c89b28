import JSON

/// The id of a message, kept as it was written so that it can be echoed byte for byte.
enum RequestID: Equatable {
  /// A notification, or a fault that left no id to read.
  case absent
  /// A string or an integer: the bytes of its JSON.
  case present(Range<Int>)
  /// A value that is no id in any revision: null, a fraction, a literal, a container.
  case invalid

  /// The id of the object at `node`.
  init(_ document: borrowing JSONDocument, _ node: JSONDocument.Node) {
    guard let id = document.member(node, "id") else {
      self = .absent
      return
    }
    self = Self.isValid(document, id) ? .present(document.range(id)) : .invalid
  }

  /// Whether a value is a string or is written as an integer, of any size.
  static func isValid(_ document: borrowing JSONDocument, _ node: JSONDocument.Node) -> Bool {
    switch document.kind(node) {
    case .string: true
    case .number: document.bytes[document.range(node)].allSatisfy(isIntegerByte)
    default: false
    }
  }

  private static func isIntegerByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
  }

  /// Where the id stands; empty where there is none.
  var range: Range<Int> {
    guard case .present(let range) = self else { return 0..<0 }
    return range
  }

  /// The raw JSON of the id in its document's bytes; nil where there is none.
  func slice(of document: borrowing JSONDocument) -> ArraySlice<UInt8>? {
    guard case .present(let range) = self else { return nil }
    return document.bytes[range]
  }
}
