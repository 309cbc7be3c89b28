internal import Glibc

/// What a child sees of this process's environment, and what is given to it.
enum ChildEnvironment {
  /// What every program needs, and nothing else: a child sees no secret of this process.
  static let inherited = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ",
    "TZDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy",
    "HTTPS_PROXY", "no_proxy", "NO_PROXY",
  ]

  /// `NAME=value` for each; what is given wins.
  static func lines(_ given: [(name: String, value: String)]) -> [String] {
    var values: [(name: String, value: String)] = []
    let own = inherited.compactMap { name in variable(name).map { (name, $0) } }
    for (name, value) in own + given {
      values.removeAll { $0.name == name }
      values.append((name, value))
    }
    return values.map { "\($0.name)=\($0.value)" }
  }

  /// A variable of this process.
  static func variable(_ name: String) -> String? {
    // Copied at once; nothing here changes the environment.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The file that a command means: a path as it is, a name by `PATH`. The name itself where there
  /// is no such file, so that starting it says why.
  static func file(of command: String, path: String?) -> String {
    if command.utf8.contains(UInt8(ascii: "/")) { return command }
    let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    let files = folders.map { "\($0)/\(command)" }
    return files.first { unsafe access($0, X_OK) == 0 } ?? command
  }
}
