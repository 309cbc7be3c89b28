import Glibc
import PluginHost

/// The executable: one command, one exit status.
@main
enum Toolrack {
  static func main() {
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ words: [String]) -> ExitStatus {
    signal(SIGPIPE, SIG_IGN)
    guard let command = words.first else {
      StandardStream.error.write(Help.text)
      return .usage
    }
    let rest = Array(words.dropFirst())
    if rest.contains("--help") || rest.contains("-h") { return print(Help.text) }
    do throws(UsageError) {
      switch command {
      case "serve": return try ServeCommand.run(rest)
      case "stdio": return try StdioCommand.run(rest)
      case "list": return try ListCommand.run(rest)
      case "call": return try CallCommand.run(rest)
      case "check": return try CheckCommand.run(rest)
      case "client": return try ClientCommand.run(rest)
      case "issuer": return try IssuerCommand.run(rest)
      case "policy": return try PolicyCommand.run(rest)
      case "worker": WorkerMain.run()
      case "--help", "-h", "help": return print(Help.text)
      case "--version": return print("toolrack \(Version.text)\n")
      default:
        let hint = Spelling.suggestion(
          for: command,
          among: ["serve", "stdio", "list", "call", "check", "client", "issuer", "policy"])
        throw UsageError(description: "\(command) is no command\(hint)")
      }
    } catch {
      StandardStream.error.write("toolrack: \(error)\nSee toolrack --help.\n")
      return .usage
    }
  }

  private static func print(_ text: String) -> ExitStatus {
    StandardStream.output.write(text)
    return .success
  }
}

/// What the process ends with; the numbers of sysexits(3) where there is one.
enum ExitStatus: Int32 {
  case success = 0
  /// The tool answered with an error, a plugin did not pass its check.
  case failure = 1
  case usage = 64
  /// The address is taken, or the like.
  case unavailable = 69
  case configuration = 78
}
