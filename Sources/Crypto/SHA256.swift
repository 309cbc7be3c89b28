private import CCrypto

/// SHA-256 (FIPS 180-4). Any thread.
package enum SHA256 {
  /// Bytes of a digest.
  package static let byteCount = 32

  /// The digest of all bytes of `bytes`.
  package static func digest(
    of bytes: borrowing Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    try CryptoLibrary.open()
    var digest = [UInt8](repeating: 0, count: byteCount)
    let done = bytes.withUnsafeBytes { ccrypto_sha256($0.baseAddress, $0.count, &digest) }
    guard done else { throw .outOfMemory }
    return digest
  }
}
