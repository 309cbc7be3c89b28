private import CCrypto

/// Bytes that nobody can guess, from the kernel: getrandom(2). Any thread.
package enum RandomBytes {
  /// That many bytes.
  package static func make(_ count: Int) throws(CryptoError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let done = bytes.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { ccrypto_random($0, bytes.count) } ?? true
    }
    guard done else { throw CryptoError("The kernel gives no random bytes: getrandom failed.") }
    return bytes
  }
}
