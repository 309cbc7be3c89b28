import Glibc
import HTTPServer

/// The command `lark-sandbox`.
@main
struct LarkSandbox {
  static let drainMilliseconds = 2_000

  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      if options.wantsHelp { return print(Options.help, terminator: "") }
      try run(options)
    } catch let problem as Options.Problem {
      fail(problem.text, status: 2)
    } catch {
      fail("\(error)", status: 1)
    }
  }

  /// Serves until SIGTERM or SIGINT.
  private static func run(_ options: Options) throws {
    var signals = blockedSignals()
    let server = try HTTPServer(
      address: try SocketAddress(options.listen), limits: SandboxHandler.limits, loops: 1,
      handler: SandboxHandler(sandbox: Sandbox(settings(options))))
    try server.start()
    if !options.isQuiet { announce(server.address, options) }
    var signal: Int32 = 0
    // Safe: both are written before it returns, and nothing keeps their addresses.
    unsafe sigwait(&signals, &signal)
    server.drain(timeoutMilliseconds: drainMilliseconds)
  }

  /// The signals that end the command. Blocked before any thread starts, so that only `sigwait`
  /// takes them. A peer that goes away is an error of `send`, not a signal.
  ///
  /// Safe: the functions use the address of `signals` only until they return.
  private static func blockedSignals() -> sigset_t {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe sigaddset(&signals, SIGINT)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    signal(SIGPIPE, SIG_IGN)
    return signals
  }

  private static func settings(_ options: Options) -> SandboxSettings {
    SandboxSettings(
      appID: options.appID, appSecret: options.appSecret, fixedMilliseconds: options.clock,
      seed: options.seed ?? UInt64(Clock().milliseconds),
      takesTenantSearch: options.takesTenantSearch, hasRateLimits: options.hasRateLimits)
  }

  private static func announce(_ address: SocketAddress, _ options: Options) {
    let secret =
      options.appSecret == SandboxSettings.defaultAppSecret
      ? options.appSecret : "as given with --app-secret"
    print(
      "lark-sandbox: http://\(address) ready; app id \(options.appID), app secret \(secret), "
        + "user token \(SandboxSettings.userToken); GET /sandbox tells what there is")
    fflush(nil)
  }

  private static func fail(_ text: String, status: Int32) -> Never {
    var line = "lark-sandbox: \(text)\n"
    // Safe: the address and the count are those of one buffer.
    _ = line.withUTF8 { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(status)
  }
}
