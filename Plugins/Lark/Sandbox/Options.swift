/// What the command line says.
struct Options: Sendable, Equatable {
  var listen = "127.0.0.1:9399"
  var appID = SandboxSettings.defaultAppID
  var appSecret = SandboxSettings.defaultAppSecret
  /// Milliseconds since 1970.
  var clock: Int?
  var seed: UInt64?
  var takesTenantSearch = false
  var hasRateLimits = true
  var isQuiet = false
  var wantsHelp = false

  struct Problem: Error, Equatable { let text: String }

  static let help = """
    usage: lark-sandbox [options]

    A local Lark/Feishu Open API with people, chats, calendars and documents of a small company.

      --listen ADDRESS     where to listen (127.0.0.1:9399; port 0 lets the system choose)
      --app-id ID          the app's id (\(SandboxSettings.defaultAppID))
      --app-secret SECRET  the app's secret (\(SandboxSettings.defaultAppSecret))
      --clock TIME         stand still at that time: seconds since 1970, or RFC 3339
      --seed NUMBER        what new ids come from (else the time)
      --tenant-search      let search endpoints take a tenant token
      --no-rate-limits     never refuse a request for its pace
      --quiet              print nothing but errors
      --help               print this

    GET /sandbox tells what there is; POST /sandbox/control and the request field X-Sandbox-Fault
    make things go wrong.

    """

  init() {}

  init(_ arguments: [String]) throws(Problem) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      switch name {
      case "--listen": listen = try Self.value(of: name, &rest)
      case "--app-id": appID = try Self.value(of: name, &rest)
      case "--app-secret": appSecret = try Self.value(of: name, &rest)
      case "--clock": clock = try Self.time(of: name, &rest)
      case "--seed":
        let text = try Self.value(of: name, &rest)
        guard let number = UInt64(text) else {
          throw Problem(text: "--seed: \"\(text)\" is not a whole number.")
        }
        seed = number
      case "--tenant-search": takesTenantSearch = true
      case "--no-rate-limits": hasRateLimits = false
      case "--quiet": isQuiet = true
      case "--help", "-h": wantsHelp = true
      default: throw Problem(text: "There is no option \"\(name)\"; --help lists them.")
      }
    }
  }

  private static func value(
    of name: String, _ rest: inout ArraySlice<String>
  ) throws(Problem) -> String {
    guard let value = rest.popFirst(), !value.isEmpty else {
      throw Problem(text: "\(name) needs a value.")
    }
    return value
  }

  private static func time(
    of name: String, _ rest: inout ArraySlice<String>
  ) throws(Problem) -> Int {
    let text = try value(of: name, &rest)
    if let seconds = Int(text), EventTime.range.contains(seconds) { return seconds * 1_000 }
    if let time = RFC3339(text) { return time.instant * 1_000 }
    throw Problem(
      text: "\(name): \"\(text)\" is no time; write seconds since 1970, or RFC 3339 such as "
        + "2026-11-22T09:00:00+08:00.")
  }
}
