import Glibc
import HTTPServer
import JSON
import PluginHost

/// `toolrack stdio`
enum StdioCommand {
  /// How long plugins may take to end after the input has.
  static let stopMilliseconds: UInt64 = 1000

  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(words, valued: Startup.valuedOptions, flags: ["strict"])
    try arguments.requireOperands(0...0, "no operands")
    let output = StandardOutput()
    Signals.block()
    do throws(Startup.Failure) {
      return serve(
        try Startup(arguments), output, isStrict: arguments.flags.contains("strict"))
    } catch {
      return Startup.report(error)
    }
  }

  private static func serve(_ startup: Startup, _ output: StandardOutput, isStrict: Bool)
    -> ExitStatus
  {
    do {
      let service = try Service(
        configuration: startup.configuration, plugins: startup.plugins, logger: startup.logger)
      startup.followSecrets(service.timer)
      for problem in startup.problems { startup.logger.write(.warning, problem) }
      if let reason = startup.refusal(isStrict: isStrict) { startup.end(.failure, reason) }
      Signals.onFirst { signal in
        startup.logger.write(.notice, "shutting down", fields: ["signal": .string(signal)])
        startup.plugins.stop(timeoutMilliseconds: stopMilliseconds)
        _exit(ExitStatus.success.rawValue)
      }
      StdioEndpoint(
        service: service, output: output, limitBytes: startup.configuration.limits.bodyBytes
      ).run()
      startup.plugins.stop(timeoutMilliseconds: stopMilliseconds)
      _exit(ExitStatus.success.rawValue)
    } catch {
      startup.end(.unavailable, "\(error)")
    }
  }
}
