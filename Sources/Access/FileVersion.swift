import Glibc

/// How a file was when it was read, so that a change is seen without reading it again.
struct FileVersion: Sendable, Equatable {
  private let device: UInt64
  private let node: UInt64
  private let bytes: Int64
  private let seconds: Int
  private let nanoseconds: Int

  /// How it is now; nil where there is no such file.
  init?(of path: String) {
    var entry = stat()
    guard stat(path, &entry) == 0 else { return nil }
    device = UInt64(entry.st_dev)
    node = UInt64(entry.st_ino)
    bytes = Int64(entry.st_size)
    seconds = entry.st_mtim.tv_sec
    nanoseconds = entry.st_mtim.tv_nsec
  }
}
