import CPlatform
import Glibc

/// A worker process as the operating system sees it: this executable again, the plugin socket as
/// descriptor 3, standard output and error into one pipe, standard input from /dev/null, and no
/// environment but what every program needs: a worker sees no other plugin's secrets.
struct WorkerProcess: Sendable {
  /// The socket's number in the worker.
  static let socketDescriptor: Int32 = 3
  /// The number of the file of `BegunCalls` in the worker.
  static let begunDescriptor: Int32 = 4

  /// What a worker gets of the host's environment.
  static let inheritedVariables = [
    "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TZDIR", "LD_LIBRARY_PATH",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy",
    "NO_PROXY",
  ]

  let pid: pid_t
  /// The host's end of the socket. Reading blocks; who sends says that it must not.
  let socket: Descriptor
  /// The reading end of the pipe; does not block.
  let output: Descriptor
  /// What the worker has begun.
  let begun: BegunCalls

  /// Starts `executable worker NAME`. Must be called on a thread that lives as long as the worker
  /// may: the kernel ends the worker with the thread that started it (PR_SET_PDEATHSIG).
  static func spawn(executable: String, name: String) throws(PluginLoadError) -> WorkerProcess {
    guard let (begun, begunFile) = BegunCalls.create() else { throw failure("memfd_create", errno) }
    let (socket, childSocket) = try socketPair()
    let (output, childOutput) = try outputPipe()
    // The worker's ends must not stand where the other one goes.
    let childBegun = try aboveReserved(begunFile)
    let childEnd = try aboveReserved(childSocket)
    var pid: pid_t = 0
    let status = withExtendedLifetime((childEnd, childBegun, childOutput)) {
      start(
        executable, name, socket: childEnd.number, begun: childBegun.number,
        output: childOutput.number, pid: &pid)
    }
    guard status == 0 else { throw failure("posix_spawn of \(executable)", status) }
    _ = fcntl(output.number, F_SETFL, fcntl(output.number, F_GETFL) | O_NONBLOCK)
    return WorkerProcess(pid: pid, socket: socket, output: output, begun: begun)
  }

  private static func socketPair() throws(PluginLoadError) -> (Descriptor, Descriptor) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw failure("socketpair", errno) }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }

  private static func outputPipe() throws(PluginLoadError) -> (Descriptor, Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw failure("pipe", errno) }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }

  /// The same file under a number that the worker does not use itself.
  private static func aboveReserved(
    _ descriptor: Descriptor
  ) throws(PluginLoadError) -> Descriptor {
    let copy = fcntl(descriptor.number, F_DUPFD_CLOEXEC, begunDescriptor + 1)
    guard copy >= 0 else { throw failure("fcntl", errno) }
    return Descriptor(copy)
  }

  private static func start(
    _ executable: String, _ name: String, socket: Int32, begun: Int32, output: Int32,
    pid: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    posix_spawn_file_actions_adddup2(&actions, socket, socketDescriptor)
    posix_spawn_file_actions_adddup2(&actions, begun, begunDescriptor)
    posix_spawn_file_actions_addclosefrom_np(&actions, begunDescriptor + 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    // A group of its own: Ctrl-C at a terminal reaches the host, which ends its workers in order.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    return withCStrings(["toolrack", "worker", name]) { arguments in
      withCStrings(environment()) { environment in
        posix_spawn(&pid, executable, &actions, &attributes, arguments, environment)
      }
    }
  }

  private static func environment() -> [String] {
    let inherited = inheritedVariables.compactMap { name in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    // A crash is reported by the host; Swift's own report would cost tens of milliseconds.
    return inherited + ["SWIFT_BACKTRACE=enable=no"]
  }

  private static func failure(_ what: String, _ code: Int32) -> PluginLoadError {
    PluginLoadError(
      .start, "its worker cannot be started: \(what): \(String(cString: strerror(code)))")
  }

  /// Ends the process if it still runs, waits for it, and says how it ended.
  func reap() -> String {
    kill(pid, SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    let signal = platform_termination_signal(status)
    guard signal != 0 else { return "exit status \(platform_exit_code(status))" }
    return "signal \(signal), \(String(cString: strsignal(signal)))"
  }

  /// Ends it, whatever it does.
  func killNow() {
    kill(pid, SIGKILL)
  }
}

/// Runs `body` with a NULL-terminated array of C strings.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = strings.map { strdup($0) }
  defer { copies.forEach { free($0) } }
  return body(copies + [nil])
}
