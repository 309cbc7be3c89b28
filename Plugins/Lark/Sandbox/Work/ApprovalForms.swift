import JSON

/// The forms of approvals: JSON within a text.
struct ApprovalForms: Sendable {
  private let widgets: [JSONValue]

  init(_ definition: ApprovalDefinition) {
    widgets = (try? JSONValue(parsing: definition.form))?.array ?? []
  }

  /// Throws unless the form fills in what is required, and nothing but fields that there are.
  func check(_ form: String) throws(APIError) {
    guard let entries = (try? JSONValue(parsing: form))?.array else {
      throw .code(1_390_001, "form is not a JSON array")
    }
    for entry in entries {
      let id = entry["id"]?.string ?? ""
      guard let widget = widget(id) else { throw .code(1_390_001, "form: there is no \(id)") }
      let options = (widget["option"]?.array ?? []).compactMap { $0["value"] }
      guard options.isEmpty || entry["value"].map(options.contains) ?? true else {
        throw .code(1_390_001, "form: \(id) has no such option")
      }
    }
    let filled = Set(entries.filter { $0["value"] != nil }.compactMap { $0["id"]?.string })
    for widget in widgets where widget["required"] == true {
      let id = widget["id"]?.string ?? ""
      guard filled.contains(id) else { throw .code(1_390_001, "form: \(id) is required") }
    }
  }

  /// What was filled in, with the names of the fields; of a choice the text that people see.
  func shown(_ form: String) -> String {
    let entries = (try? JSONValue(parsing: form))?.array ?? []
    let shown = entries.map { entry -> JSONValue in
      guard let id = entry["id"]?.string, let widget = widget(id) else { return entry }
      let option = widget["option"]?.array?.first { $0["value"] == entry["value"] }
      return [
        "id": .string(id), "custom_id": widget["custom_id"] ?? "", "name": widget["name"] ?? "",
        "type": widget["type"] ?? "", "value": option?["text"] ?? entry["value"] ?? .null,
      ]
    }
    return JSONValue.array(shown).description
  }

  private func widget(_ id: String) -> JSONValue? {
    widgets.first { $0["id"] == .string(id) || $0["custom_id"] == .string(id) }
  }
}
