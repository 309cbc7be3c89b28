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
    let tools = catalogue.tools.map { tool -> JSONValue in
      (try? JSONValue(parsing: tool.definition.json)) ?? .null
    }
    let report: JSONValue = ["plugins": .array(plugins), "tools": .array(tools)]
    return "\(report)\n"
  }

  private static func table(_ startup: Startup, _ catalogue: Catalogue) -> String {
    var lines: [String] = []
    for status in startup.plugins.statuses {
      let version = status.version.isEmpty ? "" : " \(status.version)"
      lines.append(
        "\(status.name)\(version)  \(status.state.rawValue), \(status.isolation.rawValue)")
      if let error = status.error { lines.append("  not loaded: \(error)") }
      for tool in catalogue.tools where tool.plugin == status.name {
        lines.append("  \(tool.definition.name)\(summary(tool.definition))")
      }
    }
    for problem in startup.problems where problem.contains("is configured, but") {
      lines.append(problem)
    }
    if lines.isEmpty { lines.append("no plugins in \(startup.configuration.plugins)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The first line of a tool's description.
  private static func summary(_ definition: ToolDefinition) -> String {
    let object = try? JSONValue(parsing: definition.json)
    guard let text = object?["description"]?.string else { return "" }
    return "  - \(text.split(separator: "\n").first ?? "")"
  }
}
