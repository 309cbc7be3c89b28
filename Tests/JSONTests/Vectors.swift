import Glibc

/// The shared test vectors: `$TOOLRACK_VECTORS`, or `../shared/vectors` beside the package.
enum Vectors {
  static let root: String = {
    if let set = getenv("TOOLRACK_VECTORS") { return String(cString: set) }
    return "../shared/vectors"
  }()

  /// The names in a folder, sorted; nil where the vectors are absent.
  static func names(in folder: String) -> [String]? {
    guard let directory = opendir("\(root)/\(folder)") else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".json") { names.append(name) }
    }
    return names.sorted()
  }

  /// The bytes of a file; nil where it cannot be read.
  static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen("\(root)/\(path)", "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }
}
