private import CCrypto

/// A public key that checks signatures: RS256 or ES256 of JOSE (RFC 7518 sections 3.3 and 3.4).
///
/// Immutable; any number of threads may check with it at once.
package final class VerificationKey: Sendable {
  /// What a key signs with.
  package enum Algorithm: Sendable, Equatable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256
    /// ECDSA with P-256 and SHA-256; signatures are r and s, 32 bytes each.
    case es256
  }

  /// Bits of the shortest modulus that is taken (RFC 7518 section 3.3).
  package static let minimumModulusBits = 2048
  /// Bits of the longest: a check costs the square of it.
  package static let maximumModulusBits = 8192
  /// Bytes of the longest exponent.
  package static let maximumExponentBytes = 8
  /// Bytes of each coordinate of a point of P-256.
  package static let coordinateBytes = 32

  package let algorithm: Algorithm
  // Made whole by the initialiser and only read after that, which libcrypto permits from any number
  // of threads; freed when the last reference is gone.
  private nonisolated(unsafe) let key: OpaquePointer
  private let signatureBytes: Int

  /// A key of RSA. Both numbers are unsigned, most significant byte first (RFC 7518 section 6.3.1).
  ///
  /// Throws for a modulus out of the bounds above, and for an exponent that is even or less than 3.
  package init(
    rsaModulus modulus: ArraySlice<UInt8>, exponent: ArraySlice<UInt8>
  ) throws(CryptoError) {
    let modulus = modulus.drop { $0 == 0 }
    let exponent = exponent.drop { $0 == 0 }
    let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
    guard bits >= Self.minimumModulusBits, bits <= Self.maximumModulusBits else {
      throw CryptoError(
        "An RSA key has \(bits) bits; it must have \(Self.minimumModulusBits) to "
          + "\(Self.maximumModulusBits).")
    }
    guard let last = exponent.last, last & 1 == 1, exponent.elementsEqual([1]) == false,
      exponent.count <= Self.maximumExponentBytes, modulus.last.map({ $0 & 1 == 1 }) == true
    else { throw CryptoError("The numbers of an RSA key cannot be those of one.") }
    try CryptoLibrary.open()
    var (n, e) = (Array(modulus.reversed()), Array(exponent.reversed()))
    guard let key = ccrypto_rsa_public(&n, n.count, &e, e.count) else { throw .noKey }
    self.key = key
    algorithm = .rs256
    signatureBytes = (bits + 7) / 8
  }

  /// A key of P-256: the coordinates of its point, 32 bytes each (RFC 7518 section 6.2.1). Throws
  /// where there is no such point on the curve.
  package init(p256X x: ArraySlice<UInt8>, y: ArraySlice<UInt8>) throws(CryptoError) {
    guard x.count == Self.coordinateBytes, y.count == Self.coordinateBytes else {
      throw CryptoError("A coordinate of P-256 has \(Self.coordinateBytes) bytes.")
    }
    try CryptoLibrary.open()
    // 4 stands for: not compressed (SEC 1 section 2.3.3).
    var point = [4] + x + y
    guard let key = ccrypto_p256_public(&point) else { throw .noKey }
    self.key = key
    algorithm = .es256
    signatureBytes = Int(CCRYPTO_P256_SIGNATURE_BYTES)
  }

  deinit { ccrypto_key_free(key) }

  /// Whether `signature` was made over `message` with the private key that belongs to this one.
  package func isValid(_ signature: ArraySlice<UInt8>, of message: ArraySlice<UInt8>) -> Bool {
    guard signature.count == signatureBytes else { return false }
    return signature.withUnsafeBufferPointer { signature in
      message.withUnsafeBufferPointer { message in
        // Of an empty slice there may be no address; libcrypto wants one.
        withUnsafePointer(to: UInt8(0)) { nothing in
          let start = signature.baseAddress ?? nothing
          let text = message.baseAddress ?? nothing
          return switch algorithm {
          case .rs256: ccrypto_verify_rsa(key, start, signature.count, text, message.count)
          case .es256: ccrypto_verify_p256(key, start, text, message.count)
          }
        }
      }
    }
  }
}

extension CryptoError {
  static let noKey = CryptoError("libcrypto takes the numbers for no key.")
}
