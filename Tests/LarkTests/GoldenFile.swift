import Glibc
import JSON
import Testing

@testable import Lark

/// Files beside the tests with what is put in, and with what has to come out. Read by people
/// before they are kept; TOOLRACK_WRITE_GOLDEN=1 writes anew what comes out.
struct GoldenFile: Sendable, CustomStringConvertible {
  static let maximumBytes = 1 << 20

  /// Below `Golden`, with its ending.
  let name: String

  private static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast().joined(separator: "/") + "/Golden/"
  }()

  var description: String { name }

  /// The files of a folder with that ending, by name.
  static func all(in folder: String, _ ending: String) -> [GoldenFile] {
    guard let directory = opendir(Self.folder + folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(ending) { names.append("\(folder)/\(name)") }
    }
    return names.sorted().map { GoldenFile(name: $0) }
  }

  /// The file beside with another ending.
  func beside(_ ending: String) -> GoldenFile {
    GoldenFile(name: name.split(separator: ".").dropLast().joined(separator: ".") + ending)
  }

  /// Nil where there is none.
  var text: String? {
    guard let file = fopen(GoldenFile.folder + name, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: GoldenFile.maximumBytes)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  /// Compares with what is kept; a file that is not there is a failure.
  func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let text = text + "\n"
    if getenv("TOOLRACK_WRITE_GOLDEN").map({ String(cString: $0) }) == "1" { try write(text) }
    let kept = try #require(self.text, "no \(name)", sourceLocation: sourceLocation)
    #expect(kept == text, "\(name)", sourceLocation: sourceLocation)
  }

  private func write(_ text: String) throws {
    let file = try #require(fopen(GoldenFile.folder + name, "w"))
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }
}

extension JSONValue {
  /// Over several lines where it does not fit into one.
  func lines(_ indent: String = "") -> String {
    let line = description
    guard indent.count + line.count > 88 else { return line }
    switch self {
    case .array(let items) where !items.isEmpty:
      let inner = items.map { "\(indent)  \($0.lines(indent + "  "))" }
      return "[\n\(inner.joined(separator: ",\n"))\n\(indent)]"
    case .object(let object) where !object.isEmpty:
      let inner = object.members.map {
        "\(indent)  \(JSONValue.string($0.key)): \($0.value.lines(indent + "  "))"
      }
      return "{\n\(inner.joined(separator: ",\n"))\n\(indent)}"
    default: return line
    }
  }
}
