private import Glibc

/// The certificates that servers are verified against.
package struct TrustStore: Sendable {
  /// A PEM file of trusted certificates; nil: what libcurl was built with, which on Debian is
  /// `/etc/ssl/certs/ca-certificates.crt` of the package ca-certificates.
  package var file: String?
  /// A directory of such certificates by their hash; nil: none besides the file.
  package var directory: String?

  package init(file: String? = nil, directory: String? = nil) {
    self.file = file
    self.directory = directory
  }

  /// `SSL_CERT_FILE` and `SSL_CERT_DIR`, as OpenSSL itself reads them; libcurl would not.
  package static func fromEnvironment() -> TrustStore {
    TrustStore(file: variable("SSL_CERT_FILE"), directory: variable("SSL_CERT_DIR"))
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
