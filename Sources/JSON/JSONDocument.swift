/// A JSON text with an index of its values: strict RFC 8259, one pass, no tree.
///
/// Values are named by their node, an index into a flat table; the root is node 0. Nodes are valid
/// for the document that gave them and no other; an index out of its range stops the program, as
/// with an array. A document is immutable and may be read from any thread.
public struct JSONDocument: Sendable {
  /// Names one value of this document.
  public typealias Node = Int

  /// The text, as it was given.
  public let bytes: [UInt8]
  @usableFromInline let tape: [TapeNode]
  let hasUniqueKeys: Bool

  /// Parses a whole text. Takes over the bytes without copying where the caller gives them up.
  ///
  /// Throws `JSONError` for anything RFC 8259 or the limits refuse, with the place of the first
  /// fault; for a duplicate key, found where its object ends, the place of the second key.
  public init(
    parsing bytes: consuming [UInt8], limits: JSONLimits = .default
  ) throws(JSONError) {
    tape = try bytes.withUnsafeBufferPointer { (input) throws(JSONError) in
      try JSONParser.tape(of: input, limits: limits)
    }
    self.bytes = bytes
    hasUniqueKeys = limits.refusesDuplicateKeys
  }

  /// The outermost value.
  @inlinable public var root: Node { 0 }

  /// What the value is.
  @inlinable public func kind(_ node: Node) -> JSONKind { tape[node].kind }

  /// Where the value stands in `bytes`, quotes and brackets included.
  @inlinable public func range(_ node: Node) -> Range<Int> { tape[node].range }

  /// The bytes of the value as written, quotes and brackets included. Shares storage.
  @inlinable public func slice(_ node: Node) -> ArraySlice<UInt8> { bytes[tape[node].range] }

  /// How many elements an array or members an object has; 0 for anything else.
  @inlinable public func count(_ node: Node) -> Int { tape[node].count }

  /// The first element of an array, or the first key of an object, whose value is `next` of it.
  /// Nil for an empty container and for anything else.
  @inlinable public func firstChild(_ node: Node) -> Node? {
    tape[node].count > 0 ? node + 1 : nil
  }

  /// The value after this one in the same container, over everything inside this one: from an
  /// element to the next, from a key to its value, from a value to the next key. Nil at the end.
  @inlinable public func next(_ node: Node) -> Node? {
    let next = Int(tape[node].next)
    return next == 0 ? nil : next
  }

  /// The elements of an array; nothing for anything else.
  @inlinable public func elements(_ node: Node) -> JSONElements {
    JSONElements(tape: tape, first: kind(node) == .array ? firstChild(node) : nil)
  }

  /// The members of an object in the order of the text; nothing for anything else.
  @inlinable public func members(_ node: Node) -> JSONMembers {
    JSONMembers(tape: tape, first: kind(node) == .object ? firstChild(node) : nil)
  }

  /// The value of a member, its key compared after decoding. Nil where there is none and where the
  /// node is no object. Allocates nothing.
  public func member(_ object: Node, _ key: StaticString) -> Node? {
    key.withUTF8Buffer { find($0, in: object) }
  }

  /// The value of a member by the UTF-8 of its key. Allocates nothing.
  public func member(_ object: Node, _ key: borrowing Span<UInt8>) -> Node? {
    key.withUnsafeBufferPointer { find($0, in: object) }
  }

  /// The value of a member by the UTF-8 of its key. Allocates nothing.
  public func member(_ object: Node, _ key: [UInt8]) -> Node? {
    key.withUnsafeBufferPointer { find($0, in: object) }
  }

  /// The value of a member by a key that is only known at run time.
  public func member(_ object: Node, named key: String) -> Node? {
    var key = key
    return key.withUTF8 { find($0, in: object) }
  }

  private func find(_ key: UnsafeBufferPointer<UInt8>, in object: Node) -> Node? {
    guard tape[object].kind == .object, tape[object].count > 0 else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      var found: Node?
      var node = object + 1
      repeat {
        let value = Int(tape[node].next)
        if StringComparison.equal(tape[node], key, bytes) {
          if hasUniqueKeys { return value }
          found = value
        }
        node = Int(tape[value].next)
      } while node != 0
      return found
    }
  }
}
