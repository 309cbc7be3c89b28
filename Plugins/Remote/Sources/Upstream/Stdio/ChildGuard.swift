internal import Glibc

/// Ends the group of a child where this process ends without doing so itself, by whatever means: a
/// shell that waits for the end of a pipe whose other end only this process has.
struct ChildGuard: Sendable {
  /// What is left of the group after SIGTERM has this long, as for a child that is closed.
  private static let script = "read -r _; kill -TERM -$1; sleep 2; kill -KILL -$1"

  private let pid: pid_t
  private let pipe: Int32

  /// Nil where there is no shell: then the child only sees the end of its input.
  init?(group: pid_t) {
    guard let (reading, writing) = try? GNUFunctions.pipe() else { return nil }
    let null = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { for end in [reading, null] { close(end) } }
    var pid: pid_t = 0
    let status = ChildProcess.start(
      "/bin/sh", ["sh", "-c", Self.script, "guard", "\(group)"], ChildEnvironment.lines([]),
      [reading, null, null], nil, &pid)
    guard status == 0 else {
      close(writing)
      return nil
    }
    (self.pid, pipe) = (pid, writing)
  }

  /// There is nothing to guard any more. Once, before the number of the group may be another's.
  func end() {
    kill(-pid, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    close(pipe)
  }
}
