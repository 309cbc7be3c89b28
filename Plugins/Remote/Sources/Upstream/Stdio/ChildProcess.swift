internal import Glibc

/// A process of our own with pipes as standard input, output and error, in a process group of its
/// own, without any other descriptor of this process.
struct ChildProcess: Sendable {
  /// Why there is no process, for people.
  struct Failure: Error {
    let text: String
  }

  let pid: pid_t
  /// Our ends of the pipes; they do not block, and the channel closes them.
  let input, output, errors: Int32

  static func spawn(_ target: StdioTarget) throws(Failure) -> ChildProcess {
    let environment = ChildEnvironment.lines(target.environment)
    let path = target.environment.last { $0.name == "PATH" }?.value
    let file = ChildEnvironment.file(
      of: target.command, path: path ?? ChildEnvironment.variable("PATH"))
    var pipes: [(Int32, Int32)] = []
    do {
      for _ in 0..<3 { pipes.append(try GNUFunctions.pipe()) }
    } catch {
      for end in pipes.flatMap({ [$0.0, $0.1] }) { close(end) }
      throw error
    }
    let ends = [pipes[0].0, pipes[1].1, pipes[2].1]
    let ours = [pipes[0].1, pipes[1].0, pipes[2].0]
    defer { for end in ends { close(end) } }
    var pid: pid_t = 0
    let status = start(
      file, [target.command] + target.arguments, environment, ends, target.workingDirectory, &pid)
    guard status == 0 else {
      for end in ours { close(end) }
      throw Failure(text: "\(SingleLine.of(file, 200)): \(describe(status))")
    }
    for end in ours { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    return ChildProcess(pid: pid, input: ours[0], output: ours[1], errors: ours[2])
  }

  /// What an errno means.
  static func describe(_ status: Int32) -> String {
    // The text of a known errno is static.
    unsafe strerror(status).map { unsafe String(cString: $0) } ?? "error \(status)"
  }

  /// Starts a file with `ends` as its descriptors from 0 on. Answers 0 or an errno.
  ///
  /// Every list of C strings lives until the call is over, and posix_spawn keeps none of them.
  static func start(
    _ file: String, _ arguments: [String], _ environment: [String], _ ends: [Int32],
    _ workingDirectory: String?, _ pid: inout pid_t
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    if let workingDirectory, unsafe !GNUFunctions.addChdir(&actions, workingDirectory) {
      return ENOTSUP
    }
    for (number, end) in ends.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
    }
    guard unsafe GNUFunctions.addCloseFrom(&actions, Int32(ends.count)) else { return ENOTSUP }
    setSignals(&attributes)
    let argumentStrings = CStrings(arguments)
    let environmentStrings = CStrings(environment)
    return withExtendedLifetime((argumentStrings, environmentStrings)) {
      unsafe posix_spawn(
        &pid, file, &actions, &attributes, argumentStrings.pointers, environmentStrings.pointers)
    }
  }

  /// A group of its own, and signals as a new program expects them: this process ignores some and
  /// blocks others.
  private static func setSignals(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }
}

/// A list of C strings with NULL at its end: allocated here, and freed with the object by nobody
/// else.
@safe private final class CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) {
    unsafe pointers = texts.map { unsafe strdup($0) } + [nil]
  }

  deinit {
    unsafe pointers.forEach { unsafe free($0) }
  }
}
