internal import JSON

/// The form of an approval: fields with what was filled in, or that may be.
struct ApprovalForm: Sendable {
  struct Field: Sendable, Equatable {
    var id: String
    /// The id where Lark tells no name.
    var name: String
    var type: String
    var isRequired: Bool
    var value: JSONValue?
  }

  static let maximumValue = 500

  var fields: [Field]

  /// Lark writes forms as strings of JSON.
  init(_ value: JSONValue?) {
    let parsed = value?.string.flatMap { try? JSONValue(parsing: $0) } ?? value
    fields = (parsed?.array ?? []).compactMap { item in
      guard let id = item["id"]?.nonEmptyString else { return nil }
      return Field(
        id: id, name: item["name"]?.nonEmptyString ?? id, type: item["type"]?.string ?? "",
        isRequired: item["required"]?.bool ?? false, value: item["value"])
    }
  }

  /// What was filled in, a line a field.
  var lines: [String] {
    fields.map { field in
      let text = field.value.map { $0.string ?? $0.description } ?? ""
      return QuotedText.append(
        text, to: "- \(singleLine(field.name, limit: 60)):", limit: ApprovalForm.maximumValue)
    }
  }

  /// What may be filled in, a line a field.
  var blankLines: [String] {
    fields.map { field in
      "- \(singleLine(field.name, limit: 60)), \(singleLine(field.type, limit: 40))"
        + "\(field.isRequired ? ", required" : ""), id \(singleLine(field.id, limit: 60))"
    }
  }

  /// The member `form` of a new approval, from values by the name or the id of their field. Throws
  /// which names there are.
  func filled(_ values: JSONObject) throws(LarkFailure) -> [JSONValue] {
    var widgets: [JSONValue] = []
    var filled: Set<String> = []
    for (name, value) in values.members {
      let fits = fields.filter { $0.id == name || $0.name == name }
      guard fits.count == 1, let field = fits.first, filled.insert(field.id).inserted else {
        throw .argument(
          "form: \"\(singleLine(name, limit: 60))\" is not one field; there are: \(names).")
      }
      widgets.append(["id": .string(field.id), "type": .string(field.type), "value": value])
    }
    let missing = fields.filter { $0.isRequired && !filled.contains($0.id) }
    guard missing.isEmpty else {
      let list = missing.map { singleLine($0.name, limit: 60) }.joined(separator: ", ")
      throw .argument("form: these fields are required too: \(list).")
    }
    return widgets
  }

  private var names: String {
    fields.map { singleLine($0.name, limit: 60) }.joined(separator: ", ")
  }
}
