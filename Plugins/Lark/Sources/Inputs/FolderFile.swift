internal import Glibc

/// A file below the folder that the operator has set aside for it (`filesFolder`).
enum FolderFile {
  static let maximumPathBytes = 1_024

  enum Trouble: Error, Equatable {
    /// Not a path that stays below the folder.
    case path
    case missing
    /// A folder, a device, a symbolic link.
    case noFile
    case tooLarge
  }

  /// The path is relative to the folder, or begins with it. Symbolic links are not followed, so
  /// that nothing leads out of the folder.
  static func read(
    _ path: String, in folder: String, limitBytes: Int
  ) throws(Trouble) -> [UInt8] {
    let parts = try parts(of: path, in: folder)
    var directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw .missing }
    defer { close(directory) }
    for part in parts.dropLast() {
      let next = unsafe openat(
        directory, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard next >= 0 else { throw errno == ENOENT ? .missing : .noFile }
      close(directory)
      directory = next
    }
    // Without waiting for the other end of a pipe.
    let file = unsafe openat(
      directory, parts[parts.count - 1], O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw errno == ENOENT ? .missing : .noFile }
    defer { close(file) }
    return try contents(of: file, limitBytes)
  }

  private static func parts(of path: String, in folder: String) throws(Trouble) -> [String] {
    var rest = path[...]
    if rest.hasPrefix("/") {
      let root = folder.hasSuffix("/") ? folder : folder + "/"
      guard rest.hasPrefix(root) else { throw .path }
      rest = rest.dropFirst(root.count)
    }
    let parts = rest.split(separator: "/").map(String.init).filter { $0 != "." }
    guard !parts.isEmpty, path.utf8.count <= maximumPathBytes, !parts.contains(".."),
      !path.utf8.contains(0)
    else { throw .path }
    return parts
  }

  /// Safe: `fstat` fills `status`, and `read` the rest of `bytes` at most.
  private static func contents(
    of file: Int32, _ limitBytes: Int
  ) throws(Trouble) -> [UInt8] {
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .noFile
    }
    let size = Int(status.st_size)
    guard size <= limitBytes else { throw .tooLarge }
    var bytes = [UInt8](repeating: 0, count: size)
    var count = 0
    while count < size {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        return unsafe Glibc.read(file, rest.baseAddress, rest.count)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .noFile }
      if got == 0 { break }
      count += got
    }
    return Array(bytes[..<count])
  }
}
