import Glibc

/// Small files that the configuration names.
enum FileReader {
  /// The largest configuration or secret file.
  static let maximumBytes = 4 << 20

  static func read(_ path: String) throws(ConfigurationError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ConfigurationError("cannot read \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let got = Glibc.read(descriptor, &chunk, chunk.count)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else {
        throw ConfigurationError("cannot read \(path): \(String(cString: strerror(errno)))")
      }
      if got == 0 { return bytes }
      bytes += chunk[..<got]
      guard bytes.count <= maximumBytes else {
        throw ConfigurationError("cannot read \(path): it has more than \(maximumBytes) bytes")
      }
    }
  }
}
