internal import PluginABI

/// Memory for the bytes of one C struct with many strings: they stay where they are until the
/// arena ends, so borrowed views of them may be put into the struct.
struct Arena: ~Copyable {
  private var allocations: [UnsafeMutableRawBufferPointer] = []

  /// A view of a copy of the text, valid while the arena lives.
  mutating func view(_ text: String) -> toolrack_bytes {
    var text = text
    return text.withUTF8 { view(UnsafeRawBufferPointer($0)) }
  }

  /// A view of a copy of the bytes, valid while the arena lives.
  mutating func view(_ bytes: [UInt8]) -> toolrack_bytes {
    bytes.withUnsafeBytes { view($0) }
  }

  private mutating func view(_ source: UnsafeRawBufferPointer) -> toolrack_bytes {
    guard !source.isEmpty else { return .none }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 1)
    copy.copyMemory(from: source)
    allocations.append(copy)
    return toolrack_bytes(
      pointer: UnsafePointer(copy.bindMemory(to: UInt8.self).baseAddress), count: copy.count)
  }

  deinit {
    for allocation in allocations { allocation.deallocate() }
  }
}
