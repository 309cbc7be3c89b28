/// Appends JSON to a buffer, compact, with the commas where they belong.
///
/// Whoever calls it balances begin and end and puts a key before each member's value; the writer
/// does not check that. Allocates only when the buffer grows.
public struct JSONWriter: Sendable {
  /// What has been written so far. Begin a new text with `reset`, which forgets commas too.
  public var bytes: [UInt8]
  /// Whether a value or key at this place has one before it in the same container.
  @usableFromInline var needsComma = false

  /// An empty buffer with room for that many bytes.
  public init(reserving capacity: Int = 0) {
    bytes = []
    if capacity > 0 { bytes.reserveCapacity(capacity) }
  }

  /// Empties the buffer for the next text, keeping its room.
  public mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Opens an object.
  @inlinable public mutating func beginObject() { begin(UInt8(ascii: "{")) }

  /// Closes the object opened last.
  @inlinable public mutating func endObject() { end(UInt8(ascii: "}")) }

  /// Opens an array.
  @inlinable public mutating func beginArray() { begin(UInt8(ascii: "[")) }

  /// Closes the array opened last.
  @inlinable public mutating func endArray() { end(UInt8(ascii: "]")) }

  /// Writes the key of the member whose value is written next.
  public mutating func key(_ key: StaticString) {
    string(key)
    endKey()
  }

  /// Writes the key of the member whose value is written next.
  public mutating func key(_ key: String) {
    string(key)
    endKey()
  }

  /// Writes a key of a document as it stands there, with its escapes.
  public mutating func key(_ node: JSONDocument.Node, of document: JSONDocument) {
    raw(document.slice(node))
    endKey()
  }

  /// Writes `null`.
  @inlinable public mutating func null() { literal("null") }

  /// Writes `true` or `false`.
  @inlinable public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  /// Writes one complete JSON value as it is. Nothing is checked: what is no JSON value makes the
  /// whole text invalid.
  @inlinable public mutating func raw(_ value: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: value)
  }

  /// Writes a tree.
  public mutating func value(_ value: JSONValue) { value.write(into: &self) }

  /// Writes a value of a document as it stands there.
  public mutating func value(_ node: JSONDocument.Node, of document: JSONDocument) {
    raw(document.slice(node))
  }

  /// Puts the comma before a value or key, if it needs one.
  @inlinable mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  @inlinable mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  @inlinable mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  @inlinable mutating func endKey() {
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  @inlinable mutating func literal(_ text: StaticString) {
    separate()
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }
}
