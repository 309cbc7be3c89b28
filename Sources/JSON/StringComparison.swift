/// Compares strings of a document byte by byte after decoding, without allocating.
enum StringComparison {
  /// Whether two string nodes of the same text are equal once decoded.
  static func equal(
    _ left: TapeNode, _ right: TapeNode, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let leftBody = UnsafeBufferPointer(rebasing: bytes[left.body])
    let rightBody = UnsafeBufferPointer(rebasing: bytes[right.body])
    guard left.hasEscapes || right.hasEscapes else { return same(leftBody, rightBody) }
    return DecodedBytes(leftBody).elementsEqual(DecodedBytes(rightBody))
  }

  /// Whether a string node decodes to exactly those bytes.
  @inline(__always)
  static func equal(
    _ node: TapeNode, _ text: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let body = UnsafeBufferPointer(rebasing: bytes[node.body])
    guard node.hasEscapes else { return same(body, text) }
    return DecodedBytes(body).elementsEqual(text)
  }

  @inline(__always)
  static func same(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard left.count == right.count else { return false }
    let leftRaw = UnsafeRawBufferPointer(left)
    let rightRaw = UnsafeRawBufferPointer(right)
    var index = 0
    while index &+ 8 <= left.count {
      let leftWord = leftRaw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard leftWord == rightRaw.loadUnaligned(fromByteOffset: index, as: UInt64.self) else {
        return false
      }
      index &+= 8
    }
    while index < left.count {
      guard left[index] == right[index] else { return false }
      index &+= 1
    }
    return true
  }
}
