import Glibc
import JSON
import Testing

/// The published example messages, in `$TOOLRACK_VECTORS/mcp` or beside the package.
enum Examples {
  struct Example: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    /// The definition of the schema that it is an example of.
    let definition: String
    let name: String

    var description: String { "\(definition)/\(name)" }
    var testDescription: String { description }

    func bytes() throws -> [UInt8] { try Examples.read("\(folder)/\(definition)/\(name)") }

    func value() throws -> JSONValue { try JSONValue(parsing: bytes()) }
  }

  struct Unreadable: Error {
    let path: String
  }

  private static let folder: String = {
    let vectors = getenv("TOOLRACK_VECTORS").map { String(cString: $0) } ?? "../shared/vectors"
    return "\(vectors)/mcp/examples/2026-07-28"
  }()

  static let arePresent = access(folder, R_OK) == 0

  /// All of them, in the order of their names; none where the vectors are missing.
  static let all: [Example] = names(in: folder).flatMap { definition in
    names(in: "\(folder)/\(definition)").map { Example(definition: definition, name: $0) }
  }

  /// Those of one definition; none where there are no such examples.
  static func any(of definition: String) -> [Example] {
    all.filter { $0.definition == definition }
  }

  /// Those of one definition, at least one.
  static func of(_ definition: String) throws -> [Example] {
    let examples = any(of: definition)
    guard !examples.isEmpty else { throw Unreadable(path: "\(folder)/\(definition)") }
    return examples
  }

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return bytes
  }
}
