/// What a value holds, nil where it is something else.
extension JSONValue {
  /// Whether this is `null`.
  public var isNull: Bool { kind == .null }

  /// The text of a string.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The truth of a literal.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// A number that is written as an integer and fits.
  public var integer: Int64? {
    if case .number(let number) = self { number.int64 } else { nil }
  }

  /// The nearest double of a number, infinite where it is too large.
  public var double: Double? {
    if case .number(let number) = self { number.double } else { nil }
  }

  /// The elements of an array.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object.
  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The value of a member; nil where there is none and where this is no object.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// The element at an index from 0; nil outside of the array and where this is no array.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

extension JSONValue: ExpressibleByNilLiteral {
  /// `null`.
  public init(nilLiteral: ()) { self = .null }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  /// The digits of an integer.
  public init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
}

extension JSONValue: ExpressibleByFloatLiteral {
  /// The shortest spelling of a double; `null` for a literal too large to be finite.
  public init(floatLiteral value: Double) {
    self = JSONNumber(value).map(JSONValue.number) ?? .null
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object with its members as listed; of two equal keys the last one wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }
}
