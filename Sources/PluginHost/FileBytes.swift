import Glibc

/// Whole files as bytes.
enum FileBytes {
  /// The largest file that is read at all.
  static let maximumBytes = 512 << 20

  /// Reads a regular file. Throws `file` with the reason.
  static func read(_ path: String, limit: Int) throws(PluginLoadError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PluginLoadError(.file, "\(path) is not a regular file")
    }
    guard status.st_size <= limit else {
      throw PluginLoadError(.file, "\(path) has \(status.st_size) bytes, more than \(limit)")
    }
    let size = Int(status.st_size)
    var failed: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failed = errno }
        if got <= 0 { break }
        count += got
      }
    }
    guard failed == 0 else { throw failure(path, failed) }
    return bytes
  }

  private static func failure(_ path: String, _ code: Int32) -> PluginLoadError {
    PluginLoadError(.file, "cannot read \(path): \(String(cString: strerror(code)))")
  }
}
