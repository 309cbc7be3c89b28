internal import JSON

/// The optional members of listed objects, each with the kind that MCP gives it.
enum MemberKinds {
  private typealias Check = @Sendable (JSONValue) -> Bool

  private static let text: Check = { $0.string != nil }
  private static let object: Check = { $0.object != nil }
  private static let array: Check = { $0.array != nil }
  private static let number: Check = { if case .number = $0 { true } else { false } }
  private static let truth: Check = { $0.bool != nil }

  private static let ofAll: KeyValuePairs<String, Check> = [
    "title": text, "description": text, "icons": icons, "_meta": object, "annotations": object,
    "mimeType": text, "size": number,
  ]
  private static let ofToolAnnotations: KeyValuePairs<String, Check> = [
    "title": text, "readOnlyHint": truth, "destructiveHint": truth, "idempotentHint": truth,
    "openWorldHint": truth,
  ]
  private static let ofIcon: KeyValuePairs<String, Check> = [
    "src": text, "mimeType": text, "sizes": array, "theme": text,
  ]

  /// Icons that all have an address.
  private static let icons: Check = { icons in
    guard let icons = icons.array else { return false }
    return icons.allSatisfy { icon in
      guard let icon = icon.object, icon["src"] != nil else { return false }
      return ofIcon.allSatisfy { key, check in icon[key].map(check) ?? true }
    }
  }

  /// Takes out what has another kind.
  static func mend(_ object: inout JSONObject, _ kind: ListKind) {
    remove(from: &object, whatIsNot: ofAll)
    if kind == .tools, var annotations = object["annotations"]?.object {
      remove(from: &annotations, whatIsNot: ofToolAnnotations)
      object["annotations"] = .object(annotations)
    }
  }

  private static func remove(
    from object: inout JSONObject, whatIsNot kinds: KeyValuePairs<String, Check>
  ) {
    for (key, check) in kinds {
      if let value = object[key], !check(value) { object[key] = nil }
    }
  }

  /// What is wrong with the arguments of a prompt; nil where they can be listed.
  static func faultOfArguments(_ prompt: JSONObject) -> String? {
    guard let value = prompt["arguments"] else { return nil }
    guard let arguments = value.array else { return "its arguments are no array" }
    var seen: Set<[UInt8]> = []
    for argument in arguments {
      guard let argument = argument.object, let name = argument["name"]?.string, !name.isEmpty,
        seen.insert(Array(name.utf8)).inserted
      else { return "an argument has no name, or that of another" }
      let kinds: KeyValuePairs<String, Check> = [
        "title": text, "description": text, "required": truth,
      ]
      guard kinds.allSatisfy({ key, check in argument[key].map(check) ?? true }) else {
        return "a member of its argument \(name) has the wrong kind"
      }
    }
    return nil
  }
}
