internal import JSON

/// How a JSON value becomes the text that PostgreSQL reads for a parameter, by the type of that.
indirect enum ArgumentForm: Sendable, Equatable {
  /// Digits without a fraction.
  case integer
  /// `json` and `jsonb`: any value, as it is.
  case json
  /// Elements of one form, and what separates them.
  case array(of: ArgumentForm, delimiter: UInt8)
  /// Strings as they are, numbers as they are written, `true` and `false`.
  case scalar

  /// Why a value cannot be converted: the end of a sentence that begins with the parameter.
  struct Fault: Error, Equatable {
    let text: String
  }

  /// The text for a value; nil for null. Nothing but the value decides what the text means: it is
  /// a parameter of the protocol, never part of the SQL.
  func text(of value: JSONValue) throws(Fault) -> String? {
    switch (value, self) {
    case (.null, _): return nil
    case (_, .json): return value.description
    case (.string(let text), _): return try Self.checked(text)
    case (.bool(let value), _): return value ? "true" : "false"
    case (.number(let number), .integer): return Self.digits(number)
    case (.number(let number), _): return number.text
    case (.array(let elements), .array(let form, let delimiter)):
      var literal: [UInt8] = []
      try Self.append(elements, form, delimiter, to: &literal)
      return String(decoding: literal, as: UTF8.self)
    case (.array, _): throw Fault(text: "takes no array")
    case (.object, _): throw Fault(text: "takes no object")
    }
  }

  /// A parameter ends at U+0000, which no text of PostgreSQL can hold.
  private static func checked(_ text: String) throws(Fault) -> String {
    guard !text.utf8.contains(0) else {
      throw Fault(text: "holds the character U+0000, which PostgreSQL cannot store")
    }
    return text
  }

  /// `1.0` and `1e3` are integers to JSON Schema, but not to PostgreSQL.
  private static func digits(_ number: JSONNumber) -> String {
    guard number.int64 == nil, let integer = Int64(exactly: number.double) else {
      return number.text
    }
    return String(integer)
  }

  // MARK: - Arrays

  /// `{1,NULL,"a \"b\""}` (PostgreSQL documentation, "Array Input and Output Syntax").
  private static func append(
    _ elements: [JSONValue], _ form: ArgumentForm, _ delimiter: UInt8, to literal: inout [UInt8]
  ) throws(Fault) {
    literal.append(UInt8(ascii: "{"))
    for (index, element) in elements.enumerated() {
      if index > 0 { literal.append(delimiter) }
      if case .array(let inner) = element, form != .json {
        try append(inner, form, delimiter, to: &literal)
      } else if let text = try form.text(of: element) {
        appendQuoted(text, to: &literal)
      } else {
        literal.append(contentsOf: "NULL".utf8)
      }
    }
    literal.append(UInt8(ascii: "}"))
  }

  private static func appendQuoted(_ text: String, to literal: inout [UInt8]) {
    literal.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: isSpecial) {
      for byte in text.utf8 {
        if isSpecial(byte) { literal.append(UInt8(ascii: "\\")) }
        literal.append(byte)
      }
    } else {
      literal.append(contentsOf: text.utf8)
    }
    literal.append(UInt8(ascii: "\""))
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }
}
