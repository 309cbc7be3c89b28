internal import Glibc
internal import JSON

/// Keeps a user's tokens in a file that only its owner may read.
struct GrantFile: Sendable {
  let path: String

  static let maximumBytes = 64 * 1024

  /// Nil where there is no file, or no tokens in it.
  func read() -> UserGrant? {
    guard let bytes = readFile(path, limit: GrantFile.maximumBytes),
      let value = try? JSONValue(parsing: bytes)
    else { return nil }
    return UserGrant(file: value)
  }

  /// Replaces the file at once, or leaves the old one as it is. Mode 0600. False where it cannot be
  /// written.
  func write(_ grant: UserGrant) -> Bool {
    let temporary = "\(path).new"
    var bytes = grant.file.serialized()
    bytes.append(0x0A)
    // Safe: each of these reads a string that the call keeps.
    unsafe unlink(temporary)
    guard GrantFile.create(temporary, bytes) else { return false }
    guard unsafe rename(temporary, path) == 0 else {
      unsafe unlink(temporary)
      return false
    }
    return true
  }

  /// Safe: `write` reads the rest of `bytes` at most.
  private static func create(_ path: String, _ bytes: [UInt8]) -> Bool {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var count = 0
    while count < bytes.count {
      let wrote = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[count...])
        return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { return false }
      count += wrote
    }
    return fsync(descriptor) == 0
  }
}
