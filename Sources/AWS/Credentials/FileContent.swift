import Crypto
import Glibc

/// Small files, read as a whole.
enum FileContent {
  /// The bytes of a file; nil where it cannot be read or is longer.
  static func read(_ path: String, maximumBytes: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    defer { chunk.clear() }
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0, bytes.count + count <= maximumBytes else { return nil }
      if count == 0 { return bytes }
      bytes += chunk.prefix(count)
    }
  }
}
