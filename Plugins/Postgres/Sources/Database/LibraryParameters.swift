internal import CLibpq
internal import Glibc

/// What libpq says of parameters before anything is connected. The library has been opened.
enum LibraryParameters {
  typealias Parameter = ConnectionSettings.Parameter

  /// The parts of a connection string; nil where it is none. What libpq says of one that is wrong
  /// may quote a password, and so goes nowhere.
  static func parts(of url: String) -> [Parameter]? {
    var error: UnsafeMutablePointer<CChar>?
    defer { unsafe clibpq_settings_free_error(error) }
    guard let settings = unsafe clibpq_settings_parse(url, &error) else { return nil }
    return unsafe list(settings)
  }

  /// Which parameter of a connection string that cannot be taken apart a newer libpq would know.
  static func newer(in url: String) -> ParameterVersion? {
    var error: UnsafeMutablePointer<CChar>?
    defer { unsafe clibpq_settings_free_error(error) }
    if let settings = unsafe clibpq_settings_parse(url, &error) {
      unsafe clibpq_settings_free(settings)
      return nil
    }
    guard let error = unsafe error else { return nil }
    // invalid URI query parameter: "load_balance_hosts"
    return ErrorText.quoted(unsafe String(cString: error)).flatMap(ParameterVersion.of)
  }

  /// What libpq makes of parameters. A target that there is not keeps it from connecting once it
  /// has put everything together.
  static func effective(_ parameters: [Parameter]) -> EffectiveParameters {
    var stopped = ParameterList(parameters)
    stopped.set("target_session_attrs", "none")
    var effective = EffectiveParameters()
    for parameter in parameters where parameter.keyword != "password" {
      effective.values[parameter.keyword] = parameter.value
    }
    let connection = unsafe start(stopped.parameters)
    if let connection = unsafe connection {
      defer { unsafe clibpq_finish(connection) }
      if let settings = unsafe clibpq_settings_of(connection) {
        for parameter in unsafe list(settings)
        where parameter.keyword != "password" && parameter.keyword != "target_session_attrs" {
          effective.values[parameter.keyword] = parameter.value
        }
      }
    }
    effective.saysMode =
      parameters.contains { $0.keyword == "sslmode" } || environment("PGSSLMODE") != nil
      || (effective["sslmode"] ?? compiledMode) != compiledMode
    effective.hasOwnAuthorities = exists((environment("HOME") ?? "") + "/.postgresql/root.crt")
    return effective
  }

  /// Where the certificates are that the system trusts: of Debian, of Red Hat.
  static var authorities: String? {
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"].first(where: exists)
  }

  /// Of libpq, where nobody says anything.
  private static let compiledMode = "prefer"

  private static func exists(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value[0] != 0 else { return nil }
    return unsafe String(cString: value)
  }

  /// Takes the list over and frees it. Values that are empty count as absent, as for libpq.
  private static func list(_ settings: OpaquePointer) -> [Parameter] {
    defer { unsafe clibpq_settings_free(settings) }
    var parameters: [Parameter] = []
    var index: Int32 = 0
    while let keyword = unsafe clibpq_settings_keyword(settings, index) {
      if let value = unsafe clibpq_settings_value(settings, index), unsafe value[0] != 0 {
        unsafe parameters.append(
          Parameter(keyword: String(cString: keyword), value: String(cString: value)))
      }
      index += 1
    }
    return parameters
  }

  private static func start(_ parameters: [Parameter]) -> OpaquePointer? {
    let keywords = unsafe parameters.map { unsafe strdup($0.keyword) }
    let values = unsafe parameters.map { unsafe strdup($0.value) }
    defer { unsafe (keywords + values).forEach { unsafe free($0) } }
    // Constant to libpq, which copies them.
    return unsafe clibpq_connect_start(
      keywords.map { unsafe $0.map { unsafe UnsafePointer($0) } } + [nil],
      values.map { unsafe $0.map { unsafe UnsafePointer($0) } } + [nil])
  }
}
