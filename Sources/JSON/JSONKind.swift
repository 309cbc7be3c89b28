/// What a JSON value is.
@frozen
public enum JSONKind: UInt8, Sendable {
  /// The literal `null`.
  case null
  /// The literal `false`.
  case `false`
  /// The literal `true`.
  case `true`
  /// A number, of any size and spelling.
  case number
  /// A string.
  case string
  /// An array.
  case array
  /// An object.
  case object

  /// The kind with its article, for error texts: "a string", "an array".
  public var phrase: String {
    switch self {
    case .null: "null"
    case .false: "false"
    case .true: "true"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
