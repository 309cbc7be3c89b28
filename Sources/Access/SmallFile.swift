import Glibc

/// Files that are read and written as a whole.
package enum SmallFile {
  /// The bytes of a file; nil where it cannot be read or is longer.
  package static func read(_ path: String, maximumBytes: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += chunk.prefix(count)
      guard bytes.count <= maximumBytes else { return nil }
    }
  }

  /// Whether there is anything of that name, or may be: in a folder that cannot be searched.
  package static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0 || errno != ENOENT
  }

  /// Puts bytes in a file's place at once: whoever reads it sees all of the old or all of the new.
  /// A new one only its owner may read; one that was there stays whose it was, or whoever serves by
  /// it could not read what has changed.
  package static func replace(_ path: String, _ bytes: [UInt8]) -> Bool {
    let temporary = "\(path).\(getpid()).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    let isWritten =
      keepsOwner(descriptor, of: path) && write(bytes, to: descriptor) && fsync(descriptor) == 0
    let isClosed = close(descriptor) == 0
    if isWritten, isClosed, rename(temporary, path) == 0 { return true }
    unlink(temporary)
    return false
  }

  private static func keepsOwner(_ descriptor: Int32, of path: String) -> Bool {
    var before = stat()
    guard stat(path, &before) == 0 else { return true }
    let isOwn = before.st_uid == geteuid() && before.st_gid == getegid()
    return isOwn || fchown(descriptor, before.st_uid, before.st_gid) == 0
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
