/// Reads a frame's payload from front to back. Every read is checked: what a worker sends is not
/// trusted, since its plugin may have written over its memory.
struct FrameCursor {
  private var rest: UnsafeRawBufferPointer

  init(_ payload: UnsafeRawBufferPointer) {
    rest = payload
  }

  mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type
  ) throws(FrameError) -> Value {
    let size = MemoryLayout<Value>.size
    guard rest.count >= size else { throw FrameError(description: "a frame is too short") }
    let value = rest.loadUnaligned(as: Value.self)
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(size))
    return value
  }

  mutating func double() throws(FrameError) -> Double {
    Double(bitPattern: try integer(UInt64.self))
  }

  /// The next `count` bytes, in place.
  mutating func bytes(_ count: Int) throws(FrameError) -> UnsafeRawBufferPointer {
    guard count >= 0, rest.count >= count else {
      throw FrameError(description: "a frame is shorter than its lengths say")
    }
    let bytes = UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    return bytes
  }

  /// All that is left.
  mutating func remainder() -> UnsafeRawBufferPointer {
    defer { rest = .empty }
    return rest
  }

  /// Nothing may be left.
  func end() throws(FrameError) {
    guard rest.isEmpty else { throw FrameError(description: "a frame is too long") }
  }
}
