import JSON

/// One schema object or boolean of a program.
struct Subschema: Sendable {
  /// No types at all stand for the schema `false`.
  var types = TypeSet.all
  var traits: Traits = []
  /// The schema resource it belongs to.
  var resource: Int32
  /// Instructions for numbers start here, those for the other kinds follow in turn.
  var numbers: Int32 = 0
  var strings: Int32 = 0
  var arrays: Int32 = 0
  var objects: Int32 = 0
  /// Instructions for values of any kind start here.
  var general: Int32 = 0
  var end: Int32 = 0

  /// What makes a schema cost more than its instructions.
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt8
    /// Has `unevaluatedItems` or `unevaluatedProperties`.
    static let collects = Traits(rawValue: 1)
    /// Values are never shown: `writeOnly` or `format: password`, here or in what applies with it.
    static let secret = Traits(rawValue: 2)
    /// Takes part in the dynamic scope of a program that has one.
    static let scoped = Traits(rawValue: 4)
  }

  /// The instructions for one kind of value.
  func range(for kind: JSONKind) -> Range<Int>? {
    switch kind {
    case .number: Int(numbers)..<Int(strings)
    case .string: Int(strings)..<Int(arrays)
    case .array: Int(arrays)..<Int(objects)
    case .object: Int(objects)..<Int(general)
    case .null, .true, .false: nil
    }
  }
}
