/// FNV-1a, 64 bits: the same for the same bytes in every process and on every machine. No secret
/// and no protection: it tells states of a list apart that one operator's plugins gave it.
struct Digest: Sendable, Equatable {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Adds bytes.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes { add(byte) }
  }

  /// Adds a digest, all of its bytes.
  mutating func add(_ other: Digest) {
    withUnsafeBytes(of: other.value.littleEndian) { for byte in $0 { add(byte) } }
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }
}
