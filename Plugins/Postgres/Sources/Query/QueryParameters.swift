internal import JSON

extension Parameter {
  /// The most values that the protocol carries.
  static let maximumCount = 65_535

  /// The value of a call's argument in the text form of PostgreSQL, which infers its type: strings
  /// as they are, numbers as written, arrays as `{...}`, objects as JSON.
  init(_ value: JSONValue) {
    switch value {
    case .null: self.init(text: nil)
    case .bool(let value): self.init(text: value ? "true" : "false")
    case .number(let number): self.init(text: number.text)
    case .string(let text): self.init(text: text)
    case .array(let elements): self.init(text: Self.array(elements))
    case .object: self.init(text: value.description)
    }
  }

  private static func array(_ elements: [JSONValue]) -> String {
    ArrayText.array(
      elements.map { element in
        switch element {
        case .null: "NULL"
        case .bool(let value): value ? "true" : "false"
        case .number(let number): number.text
        case .string(let text): ArrayText.quoted(text)
        case .array(let elements): array(elements)
        case .object: ArrayText.quoted(element.description)
        }
      })
  }

  /// A text with a zero byte, which no value of PostgreSQL can hold.
  var isImpossible: Bool { text?.utf8.contains(0) ?? false }
}
