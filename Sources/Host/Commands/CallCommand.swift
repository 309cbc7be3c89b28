import Glibc
import JSON
import PluginABI
import PluginHost
import Synchronization

/// `toolrack call TOOL JSON`. What the tool says on the way goes to standard error.
enum CallCommand {
  /// Somebody waits who can end it by hand, and who may have to confirm a login in the meantime.
  private static let timeoutMilliseconds: UInt64 = 300_000

  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(words, valued: Startup.valuedOptions, flags: ["json"])
    try arguments.requireOperands(1...2, "a tool's name and its arguments as a JSON object")
    let text = arguments.operands.count == 2 ? arguments.operands[1] : "{}"
    let input = Array(text.utf8)
    guard let object = try? JSONDocument(parsing: input), object.kind(object.root) == .object else {
      throw UsageError(
        description: "the arguments must be a JSON object such as '{\"text\": \"hi\"}'")
    }
    do throws(Startup.Failure) {
      let startup = try Startup(
        arguments, quiet: true, waitsForSecrets: true, callTimeoutMilliseconds: timeoutMilliseconds)
      let status = call(
        startup, arguments.operands[0], input, json: arguments.flags.contains("json"))
      startup.plugins.stop(timeoutMilliseconds: StdioCommand.stopMilliseconds)
      _exit(status.rawValue)
    } catch {
      return Startup.report(error)
    }
  }

  private static func call(
    _ startup: Startup, _ name: String, _ arguments: [UInt8], json: Bool
  ) -> ExitStatus {
    startup.plugins.start { _ in }
    let tools = startup.plugins.catalogue.tools
    guard let tool = tools.first(where: { $0.definition.name == name }) else {
      let hint = Spelling.suggestion(for: name, among: tools.map(\.definition.name))
      StandardStream.error.write("toolrack: there is no tool \(name)\(hint)\n")
      for problem in startup.problems { StandardStream.error.write("toolrack: \(problem)\n") }
      return .failure
    }
    let answer = PrintedAnswer.of(startup.plugins, tool, arguments) { message in
      StandardStream.error.write("\(message)\n")
    }
    StandardStream.output.write(json ? "\(answer.json)\n" : answer.text)
    return answer.isError ? .failure : .success
  }
}
