private import CPlatform

/// The memory that opening libcurl and its 30 libraries cost: pages that the dynamic linker and the
/// libraries' initialisers read once, more than half of what is resident after the first exchange.
enum OpeningPages {
  /// Gives them back, once in a process. To be called when a first exchange has ended: what it
  /// needed of TLS has run by then.
  static func release() { released }

  private static let released: Void = platform_unmap_file_pages()
}
