import JSON

/// The types that a schema lets pass, one bit for each kind of JSON value.
struct TypeSet: OptionSet, Sendable, Equatable {
  let rawValue: UInt8

  static let null = TypeSet(.null)
  static let boolean: TypeSet = [TypeSet(.true), TypeSet(.false)]
  static let number = TypeSet(.number)
  static let string = TypeSet(.string)
  static let array = TypeSet(.array)
  static let object = TypeSet(.object)
  /// Numbers without a fraction; within `number` it adds nothing.
  static let integer = TypeSet(rawValue: 1 << 7)
  static let all: TypeSet = [.null, .boolean, .number, .string, .array, .object]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ kind: JSONKind) { rawValue = 1 << kind.rawValue }

  /// The set of one type name of JSON Schema; nil for any other word.
  init?(name: String) {
    switch name {
    case "null": self = .null
    case "boolean": self = .boolean
    case "number": self = .number
    case "string": self = .string
    case "array": self = .array
    case "object": self = .object
    case "integer": self = .integer
    default: return nil
    }
  }

  /// "a string", "a string or null", "an integer, a string or null".
  var phrase: String {
    var names: [String] = []
    if contains(.object) { names.append("an object") }
    if contains(.array) { names.append("an array") }
    if contains(.string) { names.append("a string") }
    if contains(.number) { names.append("a number") }
    if contains(.integer), !contains(.number) { names.append("an integer") }
    if contains(.boolean) { names.append("true or false") }
    if contains(.null) { names.append("null") }
    guard let last = names.popLast() else { return "nothing" }
    return names.isEmpty ? last : names.joined(separator: ", ") + " or " + last
  }
}
