import JSON
import PluginKit
import Synchronization

/// A plugin whose tools each show one thing.
struct SamplePlugin: Plugin {
  static let name = "sample"
  static let version = "1.2.3"
  static let maximumConcurrency = 7

  /// Whether another tool is listed.
  static let isGrown = Mutex(false)
  private let host: Host

  init(host: Host) throws {
    if host.setting("fails") == true { throw ToolError("no luck", detail: "try again") }
    self.host = host
  }

  struct Greeting: Decodable {
    var name: String
    var times: Int?
    var languages: [Language]?
    struct Language: Decodable { var code: String }
  }

  var tools: [Tool] {
    [
      Tool(
        "hello", "Greets a person.", title: "Hello",
        input: .object(["name": .string("Who to greet", maxLength: 100)], required: ["name"]),
        output: .object(["greeting": .string()]),
        annotations: .init(readOnly: true, openWorld: false), meta: ["example.com/icon": "wave"]
      ) { (arguments: Greeting, _: Call) in .text("Hello, \(arguments.name)") },
      Tool("untyped", "Answers its arguments.", input: .raw(#"{"type":"object"}"#)) {
        (arguments: JSONValue, _: Call) in .json(arguments)
      },
      Tool("plain", "Takes nothing.") { _ in .text("plain") },
      Tool("broken", "Has no schema.", input: .raw("{")) { (_: JSONValue, _) in .text("") },
    ] + (Self.isGrown.withLock(\.self) ? [Tool("grown", "Came late.") { _ in .text("grown") }] : [])
  }
}

/// A plugin with one tool "run", whose handler the test gives.
protocol OneToolPlugin: Plugin {
  static func run(_ arguments: JSONValue, _ call: Call, _ host: Host) async throws -> ToolResult
  var host: Host { get }
}

extension OneToolPlugin {
  static var name: String { "one" }
  static var version: String { "1" }
  var tools: [Tool] {
    [
      Tool("run", "Runs.", input: .raw(["type": "object"])) {
        [host] (arguments: JSONValue, call: Call) in try await Self.run(arguments, call, host)
      }
    ]
  }
}
