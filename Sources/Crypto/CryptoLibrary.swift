private import CCrypto

/// libcrypto, opened at run time.
package enum CryptoLibrary {
  /// A sentence about why libcrypto cannot be used, or nil: it can. Opens it, which takes some
  /// milliseconds the first time in a process. Any thread.
  package static func problem() -> String? { problem(with: ccrypto_library_open()) }

  /// The same about that file, which is then not used.
  static func problem(withFile file: String) -> String? {
    problem(with: ccrypto_library_try(file))
  }

  /// Opens the library, for what needs it.
  static func open() throws(CryptoError) {
    if let problem = problem() { throw CryptoError(problem) }
  }

  private static func problem(with library: ccrypto_library) -> String? {
    let remedy = "install Debian's package libssl3"
    return switch library {
    case CCRYPTO_READY: nil
    case CCRYPTO_MISSING:
      "Sealing what clients keep needs libcrypto.so.3, which is not on this system; \(remedy)."
    case CCRYPTO_INCOMPLETE:
      "Sealing what clients keep needs a complete libcrypto 3, and this system's lacks a function;"
        + " \(remedy)."
    default:
      "Sealing what clients keep needs SHA-256 and HMAC, which this system's libcrypto does not"
        + " offer; \(remedy)."
    }
  }
}

/// Cryptography that could not be done. Never about the bytes it was to be done with.
package struct CryptoError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence for people.
  package let description: String

  /// What went wrong, as one sentence for people.
  package init(_ description: String) { self.description = description }

  static let outOfMemory = CryptoError("libcrypto has no memory left.")
}
