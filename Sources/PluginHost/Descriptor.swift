import Glibc

/// A file descriptor that is closed when nobody uses it any more, so that a thread in the middle of
/// a system call never meets another file under the same number.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) {
    self.number = number
  }

  deinit {
    close(number)
  }
}
