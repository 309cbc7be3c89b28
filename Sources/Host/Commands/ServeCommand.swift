import Access
import Glibc
import HTTPServer
import JSON
import MCP
import PluginHost

/// `toolrack serve`
enum ServeCommand {
  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(
      words, valued: Startup.valuedOptions + ["listen"], flags: ["strict"])
    try arguments.requireOperands(0...0, "no operands")
    Signals.block()
    do throws(Startup.Failure) {
      return serve(try Startup(arguments), isStrict: arguments.flags.contains("strict"))
    } catch {
      return Startup.report(error)
    }
  }

  private static func serve(_ startup: Startup, isStrict: Bool) -> ExitStatus {
    let logger = startup.logger
    do {
      let address = try SocketAddress(startup.configuration.listen)
      if let refusal = refusal(address, startup.configuration) {
        logger.write(.critical, refusal)
        return .configuration
      }
      let entrance = try entrance(startup.configuration, logger)
      let service = try Service(
        configuration: startup.configuration, plugins: startup.plugins, logger: logger,
        policy: startup.configuration.policy)
      startup.followSecrets(service.timer)
      for problem in startup.problems { logger.write(.warning, problem) }
      warnOfIdleRules(startup.configuration, service, logger)
      if let reason = startup.refusal(isStrict: isStrict) { startup.end(.failure, reason) }
      let server = try listen(service, address, startup.configuration, entrance)
      report(server, service, logger)
      wait(server, service, startup, entrance)
      return .success
    } catch let error as ConfigurationError {
      startup.end(.configuration, error.description)
    } catch {
      startup.end(.unavailable, "\(error)")
    }
  }

  /// A listener that others can reach needs a word about who may call.
  private static func refusal(_ address: SocketAddress, _ configuration: Configuration) -> String? {
    guard !address.isLoopback, configuration.access == nil else { return nil }
    return
      "\(address) can be reached from other machines, so \"access\" must be written down in the "
      + "configuration file: \"none\" lets everybody who reaches it call every tool"
  }

  private static func entrance(
    _ configuration: Configuration, _ logger: Logger
  ) throws(ConfigurationError) -> Entrance? {
    guard case .rules(let settings) = configuration.access else { return nil }
    return try Entrance(settings, paths: configuration.paths, logger: logger)
  }

  /// A pattern cannot be wrong, but a rule that is about nothing has been misspelt, or waits for a
  /// plugin that is not there yet.
  private static func warnOfIdleRules(
    _ configuration: Configuration, _ service: Service, _ logger: Logger
  ) {
    let targets = service.current.catalogue.policyTargets
    for name in configuration.policy?.idleRules(among: targets) ?? [] {
      logger.write(
        .warning, "access.policy: the rule \"\(name)\" is about nothing that is loaded")
    }
  }

  private static func listen(
    _ service: Service, _ address: SocketAddress, _ configuration: Configuration,
    _ entrance: Entrance?
  ) throws(HTTPServerError) -> HTTPServer {
    let policy = OriginPolicy(
      isLoopback: address.isLoopback, allowedOrigins: configuration.allowedOrigins,
      allowedHosts: configuration.allowedHosts)
    let server = try HTTPServer(
      address: address, limits: configuration.limits, loops: configuration.loops,
      handler: HTTPEndpoint(
        service: service, paths: configuration.paths, policy: policy,
        callerFields: CallerFields(configuration.plugin), entrance: entrance))
    try server.start()
    return server
  }

  private static func report(_ server: HTTPServer, _ service: Service, _ logger: Logger) {
    let catalogue = service.current.catalogue
    for status in service.plugins.statuses where status.state == .ready {
      let count = catalogue.tools.count { $0.plugin == status.name }
      logger.write(
        .info, "loaded", plugin: status.name,
        fields: [
          "tools": .number(JSONNumber(Int64(count))), "version": .string(status.version),
          "isolation": .string(status.isolation.rawValue),
        ])
    }
    logger.write(
      .notice, "listening",
      fields: [
        "address": .string(server.address.description),
        "tools": .number(JSONNumber(Int64(catalogue.tools.count))),
      ])
  }

  /// Serves until a signal, then: stop accepting, end the streams of notifications, finish running
  /// calls, quiesce the plugins.
  private static func wait(
    _ server: HTTPServer, _ service: Service, _ startup: Startup, _ entrance: Entrance?
  ) {
    let signal = Signals.wait()
    startup.logger.write(.notice, "shutting down", fields: ["signal": .string(signal)])
    // One time for both; plugins get a moment even where the connections used it all.
    let milliseconds = UInt64(startup.configuration.drainMilliseconds)
    let deadline = MonotonicClock.now + milliseconds * MonotonicClock.nanosecondsPerMillisecond
    server.stopAccepting()
    service.end()
    server.drain(timeoutMilliseconds: Int(milliseconds))
    entrance?.keep()
    let now = MonotonicClock.now
    let left = deadline > now ? (deadline - now) / MonotonicClock.nanosecondsPerMillisecond : 0
    startup.plugins.stop(timeoutMilliseconds: max(left, StdioCommand.stopMilliseconds))
    startup.logger.write(.notice, "stopped")
    // Threads of plugins may still run: no exit handlers.
    _exit(ExitStatus.success.rawValue)
  }
}
