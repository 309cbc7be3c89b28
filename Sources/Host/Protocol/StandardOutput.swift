import Glibc
import Synchronization

/// Standard output, for messages of the protocol and nothing else. Any thread.
final class StandardOutput: Sendable {
  private let descriptor: Int32
  /// Whether the reader of the output has gone.
  private let isBroken = Mutex(false)

  /// Takes over standard output before any plugin can write to it: whatever a plugin in this
  /// process prints goes to standard error.
  init() {
    descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(STDERR_FILENO, STDOUT_FILENO)
  }

  /// Writes one message and its line end, whole. Where nobody reads any more, the process ends as
  /// if it had been asked to: what nobody hears must not be done.
  func write(_ message: [UInt8]) {
    var line = message
    line.append(UInt8(ascii: "\n"))
    isBroken.withLock { isBroken in
      guard !isBroken else { return }
      var rest = line[...]
      while !rest.isEmpty {
        let sent = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if sent < 0 && errno == EINTR { continue }
        if sent < 0 && errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&waiting, 1, -1)
          continue
        }
        guard sent > 0 else {
          isBroken = true
          kill(getpid(), SIGTERM)
          return
        }
        rest = rest.dropFirst(sent)
      }
    }
  }
}
