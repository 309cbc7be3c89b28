import JSON

/// What a query parameter or a member of the body must be.
struct FieldRule: Sendable {
  indirect enum Kind: Sendable {
    case text
    case integer
    case flag
    case decimal
    case texts
    case integers
    /// A part of a form.
    case file
    case anything
    /// A list of anything.
    case things
    case object([FieldRule])
    case objects([FieldRule])
  }

  let name: String
  var kind: Kind
  var isRequired = false
  /// The only values allowed; empty allows all.
  var options: [String] = []
  /// Of the characters of a text, or of the elements of a list.
  var length: ClosedRange<Int>?
  var range: ClosedRange<Int>?

  static func text(
    _ name: String, required: Bool = false, options: [String] = [],
    length: ClosedRange<Int>? = nil
  ) -> FieldRule {
    FieldRule(
      name: name, kind: .text, isRequired: required, options: options, length: length)
  }

  static func integer(_ name: String, range: ClosedRange<Int>? = nil) -> FieldRule {
    FieldRule(name: name, kind: .integer, range: range)
  }

  static func flag(_ name: String) -> FieldRule { FieldRule(name: name, kind: .flag) }
  static func decimal(_ name: String) -> FieldRule { FieldRule(name: name, kind: .decimal) }

  static func texts(
    _ name: String, required: Bool = false, options: [String] = [], length: ClosedRange<Int>? = nil
  ) -> FieldRule {
    FieldRule(
      name: name, kind: .texts, isRequired: required, options: options, length: length)
  }

  static func object(
    _ name: String, required: Bool = false, _ rules: [FieldRule]
  ) -> FieldRule {
    FieldRule(name: name, kind: .object(rules), isRequired: required)
  }

  static func objects(_ name: String, _ rules: [FieldRule]) -> FieldRule {
    FieldRule(name: name, kind: .objects(rules))
  }

  static let userIDType = text("user_id_type", options: ["open_id", "union_id", "user_id"])
  static let pageToken = text("page_token")
}
