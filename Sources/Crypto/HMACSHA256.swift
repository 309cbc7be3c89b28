private import CCrypto

/// HMAC-SHA-256 (RFC 2104, RFC 4231). Any thread.
package enum HMACSHA256 {
  /// Bytes of a code.
  package static let byteCount = 32

  /// The code of the bytes of all parts, one after the other.
  ///
  /// Where the parts end does not go into it: whoever needs that writes their lengths.
  package static func code(
    of parts: ArraySlice<UInt8>..., key: Key
  ) throws(CryptoError) -> [UInt8] {
    try CryptoLibrary.open()
    guard let hmac = key.withBytes({ ccrypto_hmac_begin($0.baseAddress, $0.count) }) else {
      throw .outOfMemory
    }
    let isComplete = parts.allSatisfy { part in
      part.withUnsafeBytes { ccrypto_hmac_add(hmac, $0.baseAddress, $0.count) }
    }
    guard isComplete else {
      _ = ccrypto_hmac_end(hmac, nil)
      throw .outOfMemory
    }
    var code = [UInt8](repeating: 0, count: byteCount)
    guard ccrypto_hmac_end(hmac, &code) else { throw .outOfMemory }
    return code
  }
}
