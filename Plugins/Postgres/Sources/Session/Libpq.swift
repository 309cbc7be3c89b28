internal import CLibpq

/// The library itself.
enum Libpq {
  /// Throws `.refused` where libpq cannot be used, with what would mend it.
  static func open() throws(PostgresFailure) {
    switch clibpq_library_open() {
    case CLIBPQ_READY:
      return
    case CLIBPQ_TOO_OLD:
      throw .refused("The libpq of this machine is too old: version 14 or newer is needed.")
    case CLIBPQ_INCOMPLETE:
      throw .refused("The libpq of this machine lacks functions of version 14.")
    default:
      throw .refused(
        "There is no libpq on this machine, which connections to PostgreSQL need.",
        detail: "Install it, on Debian with: apt-get install libpq5")
    }
  }

  /// A URI or a connection string taken apart: what is given in it, in libpq's order. Nil where it
  /// cannot be read; libpq's own words on that may quote a password and are not told.
  static func parameters(of text: String) -> [(keyword: String, value: String)]? {
    guard clibpq_library_open() == CLIBPQ_READY, !text.utf8.contains(0) else { return nil }
    var error: UnsafeMutablePointer<CChar>?
    let settings = unsafe clibpq_settings_parse(text, &error)
    unsafe clibpq_settings_free_error(error)
    guard let settings = unsafe settings else { return nil }
    defer { unsafe clibpq_settings_free(settings) }
    var found: [(keyword: String, value: String)] = []
    var index: Int32 = 0
    while let keyword = unsafe clibpq_settings_keyword(settings, index) {
      if let value = unsafe clibpq_settings_value(settings, index) {
        unsafe found.append((String(cString: keyword), String(cString: value)))
      }
      index += 1
    }
    return found
  }
}
