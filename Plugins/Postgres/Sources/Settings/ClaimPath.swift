internal import JSON

/// Which claim: its name, such as `cognito:groups`, or names of objects and members with dots
/// between them, such as `realm_access.roles`.
struct ClaimPath: Sendable, Equatable {
  let text: String

  init(_ text: String) { self.text = text }

  /// Whether the claim is a list of words with spaces between them.
  var isScope: Bool { ["scope", "scp"].contains(text.split(separator: ".").last) }

  /// The claim's value; nil where there is none. A name that has dots itself, such as a URI, goes
  /// before a path of the same letters.
  func value(in claims: JSONValue) -> JSONValue? {
    Self.value(text[...], in: claims, steps: Self.maximumSteps)
  }

  private static let maximumSteps = 16

  private static func value(_ path: Substring, in claims: JSONValue, steps: Int) -> JSONValue? {
    guard let object = claims.object, steps > 0 else { return nil }
    if let value = object[String(path)] { return value.isNull ? .none : .some(value) }
    var end = path.endIndex
    while let dot = path[..<end].lastIndex(of: ".") {
      if let inner = object[String(path[..<dot])] {
        let rest = path[path.index(after: dot)...]
        if let value = value(rest, in: inner, steps: steps - 1) { return value }
      }
      end = dot
    }
    return nil
  }
}
