private import CPlatform

/// The memory that opening libpq and the libraries of TLS, Kerberos and LDAP behind it cost: pages
/// that the dynamic linker and the libraries' initialisers read once.
enum OpeningPages {
  /// Gives them back, once in a process. To be called when a first statement has ended: what it
  /// needed of the libraries has run by then.
  static func release() { released }

  private static let released: Void = platform_unmap_file_pages()
}
