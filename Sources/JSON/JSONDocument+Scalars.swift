/// What strings, numbers and literals say.
extension JSONDocument {
  /// The decoded text of a string or key; nil for anything else.
  public func string(_ node: Node) -> String? {
    let value = tape[node]
    guard value.kind == .string else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      let body = UnsafeBufferPointer(rebasing: bytes[value.body])
      guard value.hasEscapes else { return String(decoding: body, as: UTF8.self) }
      return String(unsafeUninitializedCapacity: body.count) { target in
        target.initialize(from: DecodedBytes(body)).1
      }
    }
  }

  /// Whether the node is a string or key that decodes to exactly this text. Allocates nothing.
  public func equals(_ node: Node, _ text: StaticString) -> Bool {
    let value = tape[node]
    guard value.kind == .string else { return false }
    return text.withUTF8Buffer { text in
      bytes.withUnsafeBufferPointer { StringComparison.equal(value, text, $0) }
    }
  }

  /// Where the text of a string stands in `bytes`, without its quotes; nil where it has escapes,
  /// so that these bytes are not its text, and for anything but a string.
  @inlinable public func rawStringBody(_ node: Node) -> Range<Int>? {
    let value = tape[node]
    return value.kind == .string && !value.hasEscapes ? value.body : nil
  }

  /// The number, if it is written as digits with an optional minus sign and fits.
  public func integer(_ node: Node) -> Int64? {
    guard tape[node].kind == .number else { return nil }
    return bytes.withUnsafeBufferPointer {
      NumberText.integer(UnsafeBufferPointer(rebasing: $0[tape[node].range]))
    }
  }

  /// The nearest double of a number, infinite where it is too large; nil for anything else.
  public func double(_ node: Node) -> Double? {
    guard tape[node].kind == .number else { return nil }
    return bytes.withUnsafeBufferPointer {
      NumberText.double(String(decoding: $0[tape[node].range], as: UTF8.self))
    }
  }

  /// True or false for the two literals, nil for anything else.
  @inlinable public func bool(_ node: Node) -> Bool? {
    switch tape[node].kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The value as a tree of its own, independent of the document.
  public func value(_ node: Node) -> JSONValue {
    switch tape[node].kind {
    case .null: .null
    case .false: .bool(false)
    case .true: .bool(true)
    case .number: .number(JSONNumber(accepted: String(decoding: slice(node), as: UTF8.self)))
    case .string: .string(string(node) ?? "")
    case .array: .array(elements(node).map(value))
    case .object: .object(object(node))
    }
  }

  private func object(_ node: Node) -> JSONObject {
    var object = JSONObject()
    object.reserveCapacity(count(node))
    for member in members(node) {
      let key = string(member.key) ?? ""
      if hasUniqueKeys {
        object.append(key, value(member.value))
      } else {
        object[key] = value(member.value)
      }
    }
    return object
  }
}
