package import Crypto

/// A secret that a client gets tokens with (RFC 6749 section 2.3.1). The server keeps its hash
/// only, which suffices: nobody guesses 32 random bytes.
package enum ClientSecret {
  /// What every secret begins with, so that it is known from an API key, and found where it leaked.
  package static let prefix = "toolrack_secret_"
  private static let randomBytes = 32

  /// A new one, and its hash.
  package static func make() throws(CryptoError) -> (text: String, sha256: String) {
    let secret = prefix + Base64URL.encode(try RandomBytes.make(randomBytes))
    return (secret, try APIKey.sha256(of: Array(secret.utf8)[...]))
  }

  /// Whether `make` may have made it. Only such texts are ever compared: what people think up could
  /// be guessed, whatever hash they write into a file.
  static func isSecret(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: prefix.utf8) else { return false }
    return Base64URL.decode(text.dropFirst(prefix.utf8.count))?.count == randomBytes
  }
}
