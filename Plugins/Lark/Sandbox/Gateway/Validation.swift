import JSON

/// Checks the parameters of a request against the rules of its endpoint.
struct Validation {
  /// What the gateway takes for a flag of a query.
  private static let flags: Set<String> = [
    "true", "True", "TRUE", "1", "t", "T", "false", "False", "FALSE", "0", "f", "F",
  ]

  private(set) var violations: [FieldViolation] = []

  /// Query parameters arrive as text; numbers and flags must be spelled as such.
  mutating func check(query: QueryFields, _ rules: [FieldRule]) {
    for rule in rules {
      guard let text = query[rule.name], !text.isEmpty else {
        if rule.isRequired { report(rule.name, "\(rule.name) is required") }
        continue
      }
      switch rule.kind {
      case .integer:
        guard let number = Int(text) else {
          report(rule.name, "\(rule.name) is not a number", text)
          continue
        }
        check(number, rule, at: rule.name)
      case .flag where !Self.flags.contains(text):
        report(rule.name, "\(rule.name) is not a bool", text)
      case .texts:
        let texts = query.all(rule.name)
        for text in texts { checkOption(text, rule, at: rule.name) }
        checkLength(texts.count, rule, at: rule.name, value: nil)
      default: check(text, rule, at: rule.name)
      }
    }
  }

  /// Throws for a member of the wrong JSON type, as the gateway does before it looks at values.
  mutating func check(
    body: JSONObject, _ rules: [FieldRule], at prefix: String = ""
  ) throws(APIError) {
    for rule in rules {
      let path = prefix.isEmpty ? rule.name : "\(prefix).\(rule.name)"
      guard let value = body[rule.name], value != .null else {
        if rule.isRequired { report(path, "\(rule.name) is required") }
        continue
      }
      try check(value, rule, at: path)
    }
  }

  private mutating func check(
    _ value: JSONValue, _ rule: FieldRule, at path: String
  ) throws(APIError) {
    switch (rule.kind, value) {
    case (.text, .string(let text)):
      if rule.isRequired, text.isEmpty, rule.length?.lowerBound != 0 {
        report(path, "\(rule.name) is required")
      } else {
        check(text, rule, at: path)
      }
    case (.integer, .number(let number)):
      guard let whole = number.int64 else { throw .wrongType(of: rule.name, value: value) }
      check(Int(whole), rule, at: path)
    case (.flag, .bool), (.decimal, .number), (.anything, _), (.file, _): break
    case (.things, .array(let elements)):
      checkLength(elements.count, rule, at: path, value: nil)
    case (.integers, .array(let elements)):
      if let wrong = elements.first(where: { $0.integer == nil }) {
        throw .wrongType(of: rule.name, value: wrong)
      }
      checkLength(elements.count, rule, at: path, value: nil)
    case (.texts, .array(let elements)): try check(elements, rule, at: path)
    case (.object(let rules), .object(let members)):
      try check(body: members, rules, at: path)
    case (.objects(let rules), .array(let elements)):
      for (index, element) in elements.enumerated() {
        guard case .object(let members) = element else {
          throw .wrongType(of: rule.name, value: element)
        }
        try check(body: members, rules, at: "\(path)[\(index)]")
      }
      checkLength(elements.count, rule, at: path, value: nil)
    default: throw .wrongType(of: rule.name, value: value)
    }
  }

  private mutating func check(
    _ elements: [JSONValue], _ rule: FieldRule, at path: String
  ) throws(APIError) {
    for element in elements {
      guard case .string(let text) = element else {
        throw .wrongType(of: rule.name, value: element)
      }
      checkOption(text, rule, at: path)
    }
    checkLength(elements.count, rule, at: path, value: nil)
  }

  private mutating func check(_ text: String, _ rule: FieldRule, at path: String) {
    checkOption(text, rule, at: path)
    checkLength(text.unicodeScalars.count, rule, at: path, value: String(text.prefix(100)))
  }

  private mutating func check(_ number: Int, _ rule: FieldRule, at path: String) {
    checkOption(String(number), rule, at: path)
    guard let range = rule.range, !range.contains(number) else { return }
    let limit =
      number < range.lowerBound
      ? "min value is \(range.lowerBound)" : "max value is \(range.upperBound)"
    report(path, "the \(limit)", String(number))
  }

  private mutating func checkOption(_ text: String, _ rule: FieldRule, at path: String) {
    guard !rule.options.isEmpty, !rule.options.contains(text), !text.isEmpty else { return }
    let options = rule.options.joined(separator: ",")
    report(path, "\(rule.name) is optional, options: [\(options)]", text)
  }

  private mutating func checkLength(
    _ count: Int, _ rule: FieldRule, at path: String, value: String?
  ) {
    guard let length = rule.length, !length.contains(count) else { return }
    let limit =
      count < length.lowerBound
      ? "min len is \(length.lowerBound)" : "max len is \(length.upperBound)"
    report(path, "the \(limit)", value)
  }

  private mutating func report(_ field: String, _ description: String, _ value: String? = nil) {
    violations.append(FieldViolation(field: field, value: value, description: description))
  }
}
