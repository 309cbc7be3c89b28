import CPlatform
import Glibc

/// A program that a test starts and ends. Its standard output is read; the rest is thrown away.
final class FixtureProcess: Sendable {
  private let process: pid_t
  private let output: Int32

  /// nil where the program is not there.
  init?(_ arguments: [String]) {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // The pipes of processes that other tests start at this time would never end.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    var process = pid_t()
    let result = posix_spawnp(&process, arguments[0], &actions, nil, &pointers, environ)
    close(ends[1])
    self.process = process
    output = ends[0]
    guard result == 0 else { return nil }
  }

  deinit {
    close(output)
    guard process > 0 else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// The next line of standard output; nil at its end.
  func readLine() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1 {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }

  /// Reads standard output until the program ends.
  func readToEnd() { while readLine() != nil {} }
}

/// A folder that is removed with its files.
final class FixtureFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/toolrack-test-XXXXXX".utf8CString)
    mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    FixtureProcess(["rm", "-r", path])?.readToEnd()
  }

  func file(_ name: String) -> String { path + "/" + name }
}

/// A key and a certificate that signs itself, for 127.0.0.1 and no name.
final class FixtureCertificate: Sendable {
  private let folder = FixtureFolder()
  var key: String { folder.file("key.pem") }
  var certificate: String { folder.file("certificate.pem") }

  /// nil where there is no `openssl`.
  init?() {
    let arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
      "-nodes", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
    ]
    FixtureProcess(arguments + ["-keyout", key, "-out", certificate])?.readToEnd()
    guard access(certificate, R_OK) == 0 else { return nil }
  }
}

/// `openssl s_server`, which answers every request with a page about its connection.
final class FixtureTLSServer: Sendable {
  let port: UInt16
  private let process: FixtureProcess

  init?(_ certificate: FixtureCertificate, _ options: [String] = []) {
    let arguments = [
      "openssl", "s_server", "-www", "-accept", "127.0.0.1:0", "-key", certificate.key, "-cert",
      certificate.certificate,
    ]
    guard let process = FixtureProcess(arguments + options) else { return nil }
    self.process = process
    while let line = process.readLine() {
      guard line.hasPrefix("ACCEPT "), let colon = line.lastIndex(of: ":"),
        let port = UInt16(line[line.index(after: colon)...])
      else { continue }
      self.port = port
      onThread { process.readToEnd() }
      return
    }
    return nil
  }
}
