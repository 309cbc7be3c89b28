/// What to do about the failures that are met most, by SQLSTATE.
enum ServerAdvice {
  static let timeout =
    "Narrow it down (WHERE, LIMIT, fewer joins; pg_explain shows the plan) or give more timeout_ms."

  private static let readOnly = "Only reading is possible here; nothing was changed."

  /// In other words than the server's, where those speak of the protocol.
  static func message(_ error: ServerError) -> String? {
    switch error.sqlstate {
    case "08P01":
      // bind message supplies 1 parameters, but prepared statement "" requires 2
      guard let given = ErrorText.numbers(error.message).first,
        let needed = ErrorText.numbers(error.message).last,
        ErrorText.numbers(error.message).count >= 2
      else { return nil }
      return "The statement takes \(count(needed)), and \(given) came in params"
    case "22P02", "22003", "22007", "22008", "22023":
      guard let number = parameterNumber(error) else { return nil }
      return "Parameter $\(number): \(ErrorText.line(error.message))"
    default: return nil
    }
  }

  static func next(_ error: ServerError) -> String? {
    switch error.sqlstate {
    case "57014": timeout
    case "25006": readOnly
    case "42501": privilege(error)
    case "0A000": writing(error)
    case "42P18": "Say its type where it stands: $1::int, $1::text."
    case "42P02": "Values of $1, $2, ... come in params, in this order."
    case "53300": "Wait and try again, or allow fewer connections in the plugin's settings."
    case "40001", "40P01": "Nothing was changed; the same call may succeed now."
    case "55P03": "Something else holds the lock; pg_activity shows what."
    default: nil
    }
  }

  /// WITH clause containing a data-modifying statement must be at the top level
  private static func writing(_ error: ServerError) -> String? {
    ErrorText.holds(error.message, "data-modifying") ? readOnly : nil
  }

  private static func count(_ parameters: Int) -> String {
    switch parameters {
    case 0: "no parameters"
    case 1: "1 parameter"
    default: "\(parameters) parameters"
    }
  }

  /// From the context of a failure to read a parameter: `unnamed portal parameter $1 = '...'`.
  private static func parameterNumber(_ error: ServerError) -> Int? {
    guard let context = error.context,
      let first = context.split(separator: "\n").first,
      let dollar = first.utf8.firstIndex(of: UInt8(ascii: "$"))
    else { return nil }
    let digits = first.utf8[dollar...].dropFirst().prefix {
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
    }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private static func privilege(_ error: ServerError) -> String {
    let role = error.role.map { "The role \($0)" } ?? "The role"
    let denied = DeniedObject(error)
    if let grant = error.grant ?? denied?.grant(to: error.role) {
      return "\(role) has not the privilege; an administrator can run: \(grant);"
    }
    let object = denied.map { " on the \($0.kind.rawValue) \($0.name)" } ?? ""
    return "\(role) has not the privilege\(object); an administrator can grant it."
  }
}
