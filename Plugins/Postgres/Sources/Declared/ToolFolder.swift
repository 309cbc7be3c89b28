internal import Glibc

/// The folder of declared tools: every `*.json` in it whose name does not begin with a dot.
struct ToolFolder: Sendable {
  /// What tells that a file is another one than before, whichever way it was replaced: written in
  /// place, renamed over the old one, or behind a symbolic link that points elsewhere now.
  struct Fingerprint: Sendable, Equatable {
    fileprivate struct Entry: Equatable {
      var name: String
      var device: UInt
      var inode: UInt
      var size: Int
      var seconds: Int
      var nanoseconds: Int
    }

    fileprivate var entries: [Entry] = []
    fileprivate var fault: String?
  }

  /// As the operator wrote it; relative to the working directory of the process.
  let path: String

  static let maximumFiles = 1_000

  /// What is there now.
  func fingerprint() -> Fingerprint {
    var fingerprint = Fingerprint()
    do throws(DeclaredProblem) {
      fingerprint.entries = try names().map { name in
        var entry = Fingerprint.Entry(
          name: name, device: 0, inode: 0, size: -1, seconds: 0, nanoseconds: 0)
        guard let status = status(of: name) else { return entry }
        entry.device = UInt(status.st_dev)
        entry.inode = UInt(status.st_ino)
        entry.size = Int(status.st_size)
        entry.seconds = status.st_mtim.tv_sec
        entry.nanoseconds = status.st_mtim.tv_nsec
        return entry
      }
    } catch {
      fingerprint.fault = error.text
    }
    return fingerprint
  }

  /// Every file, by its name.
  func files() -> [Result<DeclaredFile, DeclaredProblem>] {
    do throws(DeclaredProblem) {
      return try names().map { name in
        do throws(DeclaredProblem) {
          return .success(try DeclaredFile(name: name, bytes: try bytes(of: name)))
        } catch {
          return .failure(error)
        }
      }
    } catch {
      return [.failure(error)]
    }
  }

  private func names() throws(DeclaredProblem) -> [String] {
    // The handle stays in this function, and an entry is read before the next one is asked for.
    guard let folder = unsafe opendir(path) else {
      throw DeclaredProblem(
        file: path, text: "the folder of declared tools cannot be read: \(Self.reason(errno))")
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        let end = unsafe bytes.firstIndex(of: 0) ?? bytes.count
        return unsafe String(decoding: bytes[..<end], as: UTF8.self)
      }
      if Self.isToolFile(name) { names.append(name) }
    }
    guard names.count <= Self.maximumFiles else {
      throw DeclaredProblem(
        file: path, text: "there are \(names.count) files; at most \(Self.maximumFiles) are read")
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isToolFile(_ name: String) -> Bool {
    !name.utf8.starts(with: ".".utf8) && name.utf8.suffix(5).elementsEqual(".json".utf8)
  }

  private func status(of name: String) -> stat? {
    var status = stat()
    return unsafe stat("\(path)/\(name)", &status) == 0 ? status : nil
  }

  private func bytes(of name: String) throws(DeclaredProblem) -> [UInt8] {
    // Not blocking, should it be a pipe, which is refused below.
    let descriptor = unsafe open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw DeclaredProblem(file: name, text: "the file cannot be read: \(Self.reason(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw DeclaredProblem(file: name, text: "this is no regular file")
    }
    guard status.st_size <= DeclaredFile.maximumBytes else {
      throw DeclaredProblem(
        file: name, text: "the file is larger than \(DeclaredFile.maximumBytes) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var count = 0
    while count < bytes.count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        return unsafe read(descriptor, rest.baseAddress, rest.count)
      }
      guard got > 0 else { break }
      count += got
    }
    return Array(bytes[..<count])
  }

  private static func reason(_ code: CInt) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
