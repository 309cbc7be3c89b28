internal import Glibc

/// A secret key. Its memory is cleared when the last reference to it goes.
///
/// Prints as "Key" and nothing of its bytes.
package final class Key: Sendable, CustomStringConvertible {
  // Written while it is initialised and only read after that, until the last reference is gone:
  // reads from several threads need no order between them.
  nonisolated(unsafe) private let bytes: UnsafeMutableRawBufferPointer

  /// A key of those bytes. The caller's own copy stays the caller's to clear.
  package init(_ bytes: borrowing Span<UInt8>) {
    self.bytes = .allocate(byteCount: bytes.count, alignment: 1)
    bytes.withUnsafeBytes { self.bytes.copyMemory(from: $0) }
  }

  /// A key that nobody can guess.
  package convenience init(randomByteCount count: Int) throws(CryptoError) {
    var bytes = try RandomBytes.make(count)
    self.init(bytes.span)
    bytes.clear()
  }

  /// The SHA-256 of a secret of any length, as a key of 32 bytes.
  package convenience init(derivedFrom secret: borrowing Span<UInt8>) throws(CryptoError) {
    var bytes = try SHA256.digest(of: secret)
    self.init(bytes.span)
    bytes.clear()
  }

  /// The key with that text before it, as Signature Version 4 begins.
  package func prefixed(_ text: StaticString) -> Key {
    var bytes = [UInt8](unsafeUninitializedCapacity: text.utf8CodeUnitCount + self.bytes.count) {
      room, count in
      let (_, end) = room.initialize(
        from: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
      _ = UnsafeMutableBufferPointer(rebasing: room[end...]).initialize(from: self.bytes)
      count = text.utf8CodeUnitCount + self.bytes.count
    }
    defer { bytes.clear() }
    return Key(bytes.span)
  }

  deinit {
    if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
    bytes.deallocate()
  }

  /// Always "Key".
  package var description: String { "Key" }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(bytes))
  }
}

extension [UInt8] {
  /// Overwrites every byte in place, where no other array shares them.
  package mutating func clear() {
    withUnsafeMutableBytes { bytes in
      if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
    }
  }
}
