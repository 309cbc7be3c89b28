package import PluginABI

extension toolrack_bytes {
  /// Borrows `buffer`: valid as long as that is.
  package init(_ buffer: UnsafeRawBufferPointer) {
    self.init(
      pointer: buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count: buffer.count)
  }

  /// The same bytes as Swift sees them; empty where `pointer` is NULL, whatever `count` says.
  package var buffer: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: pointer, count: pointer == nil ? 0 : count)
  }

  /// A copy.
  var array: [UInt8] { [UInt8](buffer) }

  /// A copy as text; what is not UTF-8 becomes U+FFFD.
  package var text: String { String(decoding: buffer, as: UTF8.self) }
}

extension StaticString {
  /// Static bytes, valid for ever.
  var borrowed: toolrack_bytes {
    toolrack_bytes(pointer: utf8Start, count: utf8CodeUnitCount)
  }
}

extension UnsafeRawBufferPointer {
  /// No bytes.
  package static var empty: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: nil, count: 0)
  }
}
