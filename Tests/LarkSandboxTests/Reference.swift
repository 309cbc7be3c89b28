import Glibc
import JSON

@testable import LarkSandbox

/// What is known of the Open API beside the sandbox: the reference, and the plugin's own table.
enum Reference {
  static let path = "../shared/reference/lark-endpoints.json"
  static let pluginFolder = "Plugins/Lark/Sources/Endpoints"

  /// Nil where the reference is absent.
  static let endpoints: [JSONValue]? =
    bytes(of: path).flatMap { try? JSONValue(parsing: $0) }.flatMap { $0["endpoints"]?.array }

  /// `POST /open-apis/im/v1/messages/:/reply`: parameters have no names.
  static func key(_ documented: JSONValue) -> String {
    nameless("\(documented["method"]?.string ?? "") \(documented["path"]?.string ?? "")")
  }

  static func key(_ endpoint: Endpoint) -> String {
    nameless("\(endpoint.method) \(endpoint.path)")
  }

  /// The endpoints in the sources of the plugin, each as `.post, "/open-apis/x"`; empty where they
  /// are absent.
  static let pluginKeys: [String] = names(in: pluginFolder).flatMap { name -> [String] in
    let source = String(decoding: bytes(of: "\(pluginFolder)/\(name)") ?? [], as: UTF8.self)
    let parts = source.split(separator: "\"")
    return zip(parts, parts.dropFirst()).compactMap { before, path in
      let words = before.split { !$0.isLetter && $0 != "." }
      guard path.hasPrefix("/"), let method = words.last, method.hasPrefix(".") else { return nil }
      return nameless("\(method.dropFirst().uppercased()) \(path)")
    }
  }

  /// Of `1000/min & 50/s` and `/s`: 50.
  static func number(before unit: String, in rate: String) -> Int? {
    rate.ranges(of: unit).first.flatMap { range in
      Int(String(rate[..<range.lowerBound].reversed().prefix(while: \.isNumber).reversed()))
    }
  }

  private static func nameless(_ endpoint: String) -> String {
    endpoint.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.first == ":" ? ":" : String($0) }.joined(separator: "/")
  }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".swift") { names.append(name) }
    }
    return names
  }

  private static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }
}
