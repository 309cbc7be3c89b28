import Access
import Glibc
import JSON
import PluginHost

/// `toolrack policy`: what a client may use.
enum PolicyCommand {
  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(
      words, valued: Startup.valuedOptions + ["as", "scope", "claim"], flags: ["json"])
    guard arguments.operands == ["explain"], let client = arguments.values["as"] else {
      throw UsageError(description: "this command is policy explain --as CLIENT --config FILE")
    }
    guard arguments.values["config"] != nil else {
      throw UsageError(description: "--config FILE is needed: the policy stands in it")
    }
    let claims = try claims(arguments.allValues["claim"] ?? [])
    do throws(Startup.Failure) {
      let startup = try Startup(arguments, quiet: true)
      guard let policy = startup.configuration.policy else {
        throw .configuration(
          "there is no access.policy in the configuration: whoever is let in may use everything")
      }
      let scopes = try scopes(arguments, client, startup.configuration)
      let caller = caller(client, scopes, claims)
      startup.plugins.start { _ in }
      let report = PolicyReport(caller, policy, startup.plugins.catalogue)
      for problem in startup.problems { startup.logger.write(.warning, problem) }
      StandardStream.output.write(
        arguments.flags.contains("json") ? "\(report.json)\n" : report.text)
      startup.plugins.stop(timeoutMilliseconds: StdioCommand.stopMilliseconds)
      _exit(ExitStatus.success.rawValue)
    } catch {
      return Startup.report(error)
    }
  }

  /// Several values of one claim are an array, as in a token.
  private static func claims(_ words: [String]) throws(UsageError) -> JSONObject {
    var claims = JSONObject()
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let name = parts.first, !name.isEmpty else {
        throw UsageError(description: "--claim needs NAME=VALUE")
      }
      let value = JSONValue.string(String(parts[1]))
      switch claims[String(name)] {
      case nil: claims[String(name)] = value
      case .array(let values)?: claims[String(name)] = .array(values + [value])
      case let first?: claims[String(name)] = .array([first, value])
      }
    }
    return claims
  }

  private static func caller(
    _ client: String, _ scopes: [String], _ claims: JSONObject
  ) -> AuthenticatedCaller {
    var all: JSONObject = [
      "client_id": .string(client), "scope": .string(scopes.joined(separator: " ")),
    ]
    for (name, value) in claims.members { all[name] = value }
    return AuthenticatedCaller(
      principal: "client:\(client)", client: client, scopes: scopes,
      claims: JSONValue.object(all).serialized())
  }

  /// Those of the command line, else those that the file of clients or the configuration gives that
  /// client.
  private static func scopes(
    _ arguments: Arguments, _ client: String, _ configuration: Configuration
  ) throws(Startup.Failure) -> [String] {
    if let given = arguments.allValues["scope"] {
      return given.flatMap { $0.split(whereSeparator: { " ,".contains($0) }) }.map(String.init)
    }
    guard case .rules(let settings) = configuration.access else { return [] }
    if let path = settings.clients, let scopes = try scopes(of: client, in: path) { return scopes }
    return settings.signing?.keys.first { $0.client == client }?.scopes ?? []
  }

  private static func scopes(
    of client: String, in path: String
  ) throws(Startup.Failure) -> [String]? {
    do throws(ClientFileError) {
      return try ClientFile(reading: path).clients[client]?.scopes
    } catch {
      throw .configuration("\(path) \(error.text)")
    }
  }
}
