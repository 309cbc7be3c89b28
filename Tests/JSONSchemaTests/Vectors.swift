import Glibc
import JSON

/// The shared test vectors: `$TOOLRACK_VECTORS`, or `../shared/vectors` beside the package.
enum Vectors {
  static let root: String = {
    if let set = getenv("TOOLRACK_VECTORS") { return String(cString: set) }
    return "../shared/vectors"
  }()

  /// The folder of the JSON-Schema-Test-Suite.
  static let suite = "json-schema/tests/draft2020-12"

  static var areAbsent: Bool { names(in: suite) == nil }

  /// The names of JSON files in a folder, sorted; nil where the folder is absent.
  static func names(in folder: String) -> [String]? {
    entries(in: folder)?.filter { $0.hasSuffix(".json") }.sorted()
  }

  /// All JSON files of a folder and those inside it, as paths from the folder.
  static func tree(_ folder: String) -> [String] {
    (entries(in: folder) ?? []).filter { !$0.hasPrefix(".") }.flatMap { name in
      name.hasSuffix(".json") ? [name] : tree("\(folder)/\(name)").map { "\(name)/\($0)" }
    }
  }

  private static func entries(in folder: String) -> [String]? {
    guard let directory = opendir("\(root)/\(folder)") else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  /// A parsed file; nil where it cannot be read.
  static func document(_ path: String) throws -> JSONDocument? {
    guard let file = fopen("\(root)/\(path)", "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    return try JSONDocument(parsing: bytes)
  }

  /// The documents that tests of the suite refer to, by the URIs it gives them.
  static let remotes: [String: JSONDocument] = {
    let folder = "json-schema/remotes"
    var found: [String: JSONDocument] = [:]
    for path in tree(folder) {
      found["http://localhost:1234/\(path)"] = try? document("\(folder)/\(path)")
    }
    return found
  }()
}
