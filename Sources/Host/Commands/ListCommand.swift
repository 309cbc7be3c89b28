import Glibc
import JSON
import PluginHost

/// `toolrack list`
enum ListCommand {
  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(words, valued: Startup.valuedOptions, flags: ["json"])
    try arguments.requireOperands(0...0, "no operands")
    do throws(Startup.Failure) {
      let startup = try Startup(arguments, quiet: true)
      startup.plugins.start { _ in }
      let catalogue = startup.plugins.catalogue
      let text =
        arguments.flags.contains("json")
        ? json(startup, catalogue) : table(startup, catalogue)
      StandardStream.output.write(text)
      startup.plugins.stop(timeoutMilliseconds: StdioCommand.stopMilliseconds)
      _exit(ExitStatus.success.rawValue)
    } catch {
      return Startup.report(error)
    }
  }

  private static func json(_ startup: Startup, _ catalogue: Catalogue) -> String {
    let plugins = startup.plugins.statuses.map { status in
      Health.describe(status, tools: catalogue.tools.count { $0.plugin == status.name })
    }
    let report: JSONValue = [
      "plugins": .array(plugins), "tools": values(catalogue.tools.map(\.definition.json)),
      "prompts": values(catalogue.prompts.map(\.json)),
      "resources": values(catalogue.resources.map(\.json)),
      "resourceTemplates": values(catalogue.templates.map(\.json)),
    ]
    return "\(report)\n"
  }

  private static func values(_ objects: [[UInt8]]) -> JSONValue {
    .array(objects.map { (try? JSONValue(parsing: $0)) ?? .null })
  }

  private static func table(_ startup: Startup, _ catalogue: Catalogue) -> String {
    var lines: [String] = []
    for status in startup.plugins.statuses {
      let version = status.version.isEmpty ? "" : " \(status.version)"
      lines.append(
        "\(status.name)\(version)  \(status.state.rawValue), \(status.isolation.rawValue)")
      if let error = status.error { lines.append("  not loaded: \(error)") }
      lines += offered(by: status.name, catalogue)
    }
    lines += startup.missingPlugins
    if lines.isEmpty { lines.append("no plugins in \(startup.configuration.plugins)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A line for everything that the plugin offers.
  private static func offered(by plugin: String, _ catalogue: Catalogue) -> [String] {
    let tools = catalogue.tools.filter { $0.plugin == plugin }.map {
      "  \($0.definition.name)\(summary($0.definition.json))"
    }
    let prompts = catalogue.prompts.filter { $0.owner.plugin == plugin }.map {
      "  prompt \($0.name)\(summary($0.json))"
    }
    let resources = catalogue.resources.filter { $0.owner.plugin == plugin }.map {
      "  resource \($0.uri)\(summary($0.json))"
    }
    let templates = catalogue.templates.filter { $0.owner.plugin == plugin }.map {
      "  resource template \($0.uriTemplate)\(summary($0.json))"
    }
    return tools + prompts + resources + templates
  }

  /// The first line of a description.
  private static func summary(_ json: [UInt8]) -> String {
    let object = try? JSONValue(parsing: json)
    guard let text = object?["description"]?.string else { return "" }
    return "  - \(text.split(separator: "\n").first ?? "")"
  }
}
