/// What a role has not the privilege for, as the server names it: without its schema.
struct DeniedObject: Sendable, Equatable {
  /// In the words of the server.
  enum Kind: String, Sendable, CaseIterable {
    case table, view, sequence, function, schema
    case materializedView = "materialized view"
    case foreignTable = "foreign table"

    /// What is granted for it.
    fileprivate var right: String {
      switch self {
      case .table, .view, .materializedView, .foreignTable: "SELECT ON"
      case .sequence: "SELECT ON SEQUENCE"
      case .function: "EXECUTE ON FUNCTION"
      case .schema: "USAGE ON SCHEMA"
      }
    }
  }

  private static let start = "permission denied for "

  let kind: Kind
  let name: String

  /// Nil where the message is not `permission denied for table orders`.
  init?(_ error: ServerError) {
    guard error.sqlstate == "42501", error.message.hasPrefix(Self.start) else { return nil }
    let object = error.message.dropFirst(Self.start.count)
    guard let kind = Kind.allCases.first(where: { object.hasPrefix("\($0.rawValue) ") }) else {
      return nil
    }
    self.kind = kind
    name = String(object.dropFirst(kind.rawValue.count + 1))
  }

  /// The statement that gives a role the privilege. `object`: as it has to be written, with its
  /// schema.
  func grant(on object: String, to role: String?) -> String {
    "GRANT \(kind.right) \(object) TO \(role.map(Identifier.quoted) ?? "...")"
  }

  /// Nil where the name alone may mean several.
  func grant(to role: String?) -> String? {
    kind == .schema ? grant(on: Identifier.quoted(name), to: role) : nil
  }
}
