import Glibc
import JSON
import Testing

@testable import LarkSandbox

/// Every endpoint that is known to be of use is served, whatever its parameters are called.
@Suite struct EndpointCoverageTests {
  /// Of these no answer would be honest: nothing here translates or reads pictures, and `docs_ai`
  /// is described nowhere.
  private static let unserved: Set<String> = [
    "POST /open-apis/translation/v1/text/translate",
    "POST /open-apis/optical_char_recognition/v1/image/basic_recognize",
    "POST /open-apis/docs_ai/v1/documents/:/fetch",
    "POST /open-apis/docs_ai/v1/documents",
    "PUT /open-apis/docs_ai/v1/documents/:",
  ]

  private static let reference = "../shared/reference/lark-endpoints.json"
  private static let pluginFolder = "Plugins/Lark/Sources/Endpoints"

  private var served: Set<String> {
    Set(Sandbox.endpoints.map { Self.nameless("\($0.method) \($0.path)") })
  }

  @Test(.enabled(if: bytes(of: reference) != nil, "\(reference) is absent"))
  func everyEndpointOfTheReferenceIsServed() throws {
    let list = try JSONValue(parsing: try #require(Self.bytes(of: Self.reference)))
    let named = (list["endpoints"]?.array ?? []).map { endpoint in
      Self.nameless("\(endpoint["method"]?.string ?? "") \(endpoint["path"]?.string ?? "")")
    }
    #expect(named.count == 181)
    #expect(Set(named).subtracting(served) == Self.unserved)
  }

  @Test(.enabled(if: !pluginFiles.isEmpty, "\(pluginFolder) is absent"))
  func everyEndpointOfThePluginIsServed() {
    let named = Self.pluginFiles.flatMap { Self.endpoints(in: $0) }
    #expect(named.count >= 170)
    #expect(Set(named).subtracting(served).subtracting(Self.unserved).sorted() == [])
  }

  /// Of `.post, "/open-apis/x"`: `POST /open-apis/x`.
  private static func endpoints(in source: String) -> [String] {
    let parts = source.split(separator: "\"")
    return zip(parts, parts.dropFirst()).compactMap { before, path in
      guard path.hasPrefix("/") else { return nil }
      let words = before.split { !$0.isLetter && $0 != "." }
      guard let method = words.last, method.hasPrefix(".") else { return nil }
      return nameless("\(method.dropFirst().uppercased()) \(path)")
    }
  }

  /// Parameters are `:` whatever their name.
  private static func nameless(_ endpoint: String) -> String {
    endpoint.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.first == ":" ? ":" : String($0) }.joined(separator: "/")
  }

  private static var pluginFiles: [String] {
    guard let folder = opendir(pluginFolder) else { return [] }
    defer { closedir(folder) }
    var files: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".swift"), let bytes = bytes(of: "\(pluginFolder)/\(name)") {
        files.append(String(decoding: bytes, as: UTF8.self))
      }
    }
    return files
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
