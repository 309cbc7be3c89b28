import JSON

/// A secret of AWS Secrets Manager that a setting refers to, `${secret:ID}`, or one member of one
/// that is a JSON object, `${secret:ID#KEY}`.
struct SecretReference: Hashable, Sendable {
  /// The longest id that Secrets Manager takes.
  static let maximumBytes = 2048

  /// An ARN or a name.
  let id: String
  let key: String?

  /// What stands behind `secret:`; nil for what names none.
  init?(_ text: Substring) {
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let id = parts.first, (1...Self.maximumBytes).contains(id.utf8.count),
      id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), parts.count == 1 || !parts[1].isEmpty
    else { return nil }
    self.id = String(id)
    key = parts.count == 1 ? nil : String(parts[1])
  }

  /// What it refers to in the value of its secret.
  func text(in value: [UInt8]) throws(SecretProblem) -> String {
    guard let key else {
      guard let text = String(validating: value, as: UTF8.self) else {
        throw SecretProblem("the secret \(id) is not UTF-8 text")
      }
      return text
    }
    guard let object = try? JSONValue(parsing: value), object.object != nil else {
      throw SecretProblem("the secret \(id) is no JSON object, so it has no member \(key)")
    }
    switch object[key] {
    case .string(let text): return text
    case .number(let number): return "\(number)"
    case .bool(let bool): return bool ? "true" : "false"
    case nil: throw SecretProblem("the secret \(id) has no member \(key)")
    default:
      throw SecretProblem("the member \(key) of the secret \(id) is no string, number or boolean")
    }
  }
}

/// Why there is no text for a setting. Never quotes a secret.
struct SecretProblem: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Where secrets come from. Any thread.
protocol SecretSource: Sendable {
  /// Asks for the value of a secret, in a bounded time; `completion` is called once, on any thread.
  func value(
    of id: String, _ completion: @escaping @Sendable (Result<[UInt8], SecretProblem>) -> Void)
}
