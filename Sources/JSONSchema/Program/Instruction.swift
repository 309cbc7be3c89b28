/// One keyword, or several that are done together. The numbers are indices into the tables of the
/// program, except where they are the bound itself.
enum Instruction: Sendable {
  // Numbers.
  case minimum(Int32)
  case exclusiveMinimum(Int32)
  case maximum(Int32)
  case exclusiveMaximum(Int32)
  case multipleOf(Int32)

  // Strings.
  case minimumLength(Int)
  case maximumLength(Int)
  case pattern(Int32)
  case format(Format)

  // Arrays.
  case minimumItems(Int)
  case maximumItems(Int)
  case items(Int32)
  case contains(Int32)
  case uniqueItems

  // Objects.
  case minimumProperties(Int)
  case maximumProperties(Int)
  case members(Int32)
  case dependency(Int32)

  // Any value.
  case enumeration(Int32)
  case constant(Int32)
  case reference(Int32)
  case dynamicReference(Int32)
  case allOf(SubschemaList)
  case anyOf(SubschemaList)
  case oneOf(SubschemaList)
  case not(Int32)
  case condition(Int32)
  case unevaluatedItems(Int32)
  case unevaluatedProperties(Int32)

  /// The keyword, as pointers into the schema name it.
  var keyword: String {
    switch self {
    case .minimum: "minimum"
    case .exclusiveMinimum: "exclusiveMinimum"
    case .maximum: "maximum"
    case .exclusiveMaximum: "exclusiveMaximum"
    case .multipleOf: "multipleOf"
    case .minimumLength: "minLength"
    case .maximumLength: "maxLength"
    case .pattern: "pattern"
    case .format: "format"
    case .minimumItems: "minItems"
    case .maximumItems: "maxItems"
    case .items: "items"
    case .contains: "contains"
    case .uniqueItems: "uniqueItems"
    case .minimumProperties: "minProperties"
    case .maximumProperties: "maxProperties"
    case .members: "properties"
    case .dependency: "dependentRequired"
    case .enumeration: "enum"
    case .constant: "const"
    case .reference: "$ref"
    case .dynamicReference: "$dynamicRef"
    case .allOf: "allOf"
    case .anyOf: "anyOf"
    case .oneOf: "oneOf"
    case .not: "not"
    case .condition: "if"
    case .unevaluatedItems: "unevaluatedItems"
    case .unevaluatedProperties: "unevaluatedProperties"
    }
  }
}

/// A run of the program's `lists`.
struct SubschemaList: Sendable {
  let start: Int32
  let count: Int32

  var range: Range<Int> { Int(start)..<(Int(start) + Int(count)) }
}
