import Glibc

/// Keeps processes apart that change one file: flock(2) on a file beside it, which stays.
package enum FileLock {
  /// Does `body` while no other process does the same for that file; nil where the file beside it
  /// cannot be made.
  package static func hold<Result, Failure>(
    beside path: String, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 { guard errno == EINTR else { return nil } }
    return try body()
  }
}
