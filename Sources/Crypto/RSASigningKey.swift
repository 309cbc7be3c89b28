private import CCrypto

/// A key pair of RSA that signs with RS256 (RFC 7518 section 3.3). Its memory is libcrypto's, which
/// clears it when the last reference is gone.
///
/// Immutable; any number of threads may sign with it at once. Prints as "RSASigningKey".
package final class RSASigningKey: Sendable, CustomStringConvertible {
  /// Bits of the keys that are made here.
  package static let generatedBits = 2048
  /// Bytes of the longest private key that is read or written.
  package static let maximumPrivateBytes = 8192

  // Made whole by the initialiser and only read after that, which libcrypto permits from any number
  // of threads; freed when the last reference is gone.
  private nonisolated(unsafe) let key: OpaquePointer

  /// The modulus, unsigned, most significant byte first.
  package let modulus: [UInt8]
  /// The public exponent, the same way.
  package let exponent: [UInt8]

  /// Makes a key pair. Takes some hundred milliseconds.
  package convenience init() throws(CryptoError) {
    try CryptoLibrary.open()
    guard let key = ccrypto_rsa_generate(Self.generatedBits) else {
      throw CryptoError("libcrypto could not make an RSA key.")
    }
    try self.init(owning: key)
  }

  /// Reads a private key in DER: RSAPrivateKey (RFC 8017 appendix A.1.2) or PKCS #8 (RFC 5958).
  package convenience init(der: ArraySlice<UInt8>) throws(CryptoError) {
    try CryptoLibrary.open()
    let key = der.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.flatMap { ccrypto_private_read($0, bytes.count) }
    }
    guard let key else { throw CryptoError("What should be a private key in DER is none.") }
    try self.init(owning: key)
  }

  /// Frees the key where it throws.
  private init(owning key: OpaquePointer) throws(CryptoError) {
    self.key = key
    let room = VerificationKey.maximumModulusBits / 8
    var modulus = [UInt8](repeating: 0, count: room)
    var exponent = [UInt8](repeating: 0, count: VerificationKey.maximumExponentBytes)
    let isRSA = ccrypto_rsa_numbers(key, &modulus, modulus.count, &exponent, exponent.count)
    self.modulus = Array(modulus.reversed().drop { $0 == 0 })
    self.exponent = Array(exponent.reversed().drop { $0 == 0 })
    guard isRSA else { throw CryptoError("A private key is not one of RSA, or it is too long.") }
  }

  deinit { ccrypto_key_free(key) }

  /// The key in DER, RSAPrivateKey, as `init(der:)` reads it. The caller clears it after use.
  package func privateBytes() throws(CryptoError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.maximumPrivateBytes)
    let count = ccrypto_private_write(key, &bytes, bytes.count)
    guard count > 0 else { throw CryptoError("libcrypto could not write a private key.") }
    // Cut in place: a copy would leave the key behind in memory.
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// The signature of a message, as long as the modulus.
  package func signature(of message: ArraySlice<UInt8>) throws(CryptoError) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: modulus.count)
    let count = message.withUnsafeBufferPointer { message in
      withUnsafePointer(to: UInt8(0)) { nothing in
        ccrypto_sign_rsa(
          key, message.baseAddress ?? nothing, message.count, &signature, signature.count)
      }
    }
    guard count == signature.count else { throw CryptoError("libcrypto could not sign.") }
    return signature
  }

  /// The public half.
  package func verificationKey() throws(CryptoError) -> VerificationKey {
    try VerificationKey(rsaModulus: modulus[...], exponent: exponent[...])
  }

  /// Always "RSASigningKey".
  package var description: String { "RSASigningKey" }
}
