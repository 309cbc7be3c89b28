public import PluginKit

/// A whole plugin: it greets people, with the word that its settings say.
struct Greeter: Plugin {
  static let name = "greet"
  static let version = "1.0.0"

  /// Members of `plugin.greet.settings` in the host's configuration file.
  struct Settings: Decodable {
    var greeting: String?
  }

  private let greeting: String

  init(host: Host) throws {
    greeting = try host.settings(as: Settings.self).greeting ?? "Hello"
  }

  struct HelloArguments: Decodable {
    var name: String
  }

  var tools: [Tool] {
    [
      Tool(
        "hello", "Greets a person by name.",
        input: .object(["name": .string("Who to greet", maxLength: 100)], required: ["name"]),
        annotations: .init(readOnly: true)
      ) { (arguments: HelloArguments, _) in
        guard !arguments.name.isEmpty else {
          throw ToolError("The name is empty.", detail: "Pass the name of a person.")
        }
        return .text("\(greeting), \(arguments.name)!")
      }
    ]
  }
}

/// The one symbol that the host looks for.
@c(toolrack_plugin_entry_v1)
public func entry() -> PluginTable { PluginEntry.table(of: Greeter.self) }
