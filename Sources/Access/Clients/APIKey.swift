import AWS
package import Crypto

/// A key that a client sends with each request. The server keeps its hash only, which suffices:
/// nobody guesses 32 random bytes.
package enum APIKey {
  /// What every key begins with, so that it is known from a token, and found where it leaked.
  package static let prefix = "toolrack_"
  /// The longest text that is looked at as a key.
  static let maximumBytes = 256
  private static let randomBytes = 32

  /// A new one, and its hash.
  package static func make() throws(CryptoError) -> (text: String, sha256: String) {
    let key = prefix + Base64URL.encode(try RandomBytes.make(randomBytes))
    return (key, try sha256(of: Array(key.utf8)[...]))
  }

  /// The hash under which a key is kept.
  package static func sha256(of key: ArraySlice<UInt8>) throws(CryptoError) -> String {
    Hexadecimal.encode(try SHA256.digest(of: key.span)).text
  }

  /// Whether that may be a key at all.
  static func isKey(_ text: ArraySlice<UInt8>) -> Bool {
    text.count <= maximumBytes && text.starts(with: prefix.utf8)
  }
}
