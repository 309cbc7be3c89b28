import JSON

/// A member that the schemas give one kind, where it is there at all.
struct MemberKinds {
  let key: StaticString
  let kinds: [JSONKind]

  init(_ key: StaticString, _ kinds: JSONKind...) {
    self.key = key
    self.kinds = kinds
  }

  /// What is wrong with the member of an object; nil where it fits or is absent.
  func fault(in document: JSONDocument, _ object: JSONDocument.Node) -> String? {
    guard let value = document.member(object, key) else { return nil }
    guard !kinds.contains(document.kind(value)) else { return nil }
    let expected = kinds.contains(.true) ? "true or false" : kinds[0].phrase
    return "\"\(key)\" must be \(expected), not \(document.kind(value).phrase)"
  }

  /// What is wrong with any of those members; nil where all fit.
  static func fault(
    of members: [MemberKinds], in document: JSONDocument, _ object: JSONDocument.Node
  ) -> String? {
    for member in members {
      if let fault = member.fault(in: document, object) { return fault }
    }
    return nil
  }

  /// What is wrong with the icons of a listed object, where it has any.
  static func faultOfIcons(in document: JSONDocument) -> String? {
    guard let icons = document.member(document.root, "icons") else { return nil }
    for icon in document.elements(icons) {
      guard document.member(icon, "src") != nil else { return "icons: each must have a \"src\"" }
      if let fault = fault(of: ofIcon, in: document, icon) { return "icons: \(fault)" }
    }
    return nil
  }

  /// The optional members of a Tool.
  static let ofTool = [
    MemberKinds("title", .string), MemberKinds("description", .string),
    MemberKinds("outputSchema", .object), MemberKinds("annotations", .object),
    MemberKinds("icons", .array), MemberKinds("_meta", .object),
  ]

  /// The optional members of a Prompt.
  static let ofPrompt = [
    MemberKinds("title", .string), MemberKinds("description", .string),
    MemberKinds("arguments", .array), MemberKinds("icons", .array), MemberKinds("_meta", .object),
  ]

  /// The members of a PromptArgument beside `name`, which must be there.
  static let ofPromptArgument = [
    MemberKinds("name", .string), MemberKinds("title", .string),
    MemberKinds("description", .string), MemberKinds("required", .true, .false),
  ]

  /// The members of a Resource or ResourceTemplate beside its key and its `name`.
  static let ofResource = [
    MemberKinds("name", .string), MemberKinds("title", .string),
    MemberKinds("description", .string), MemberKinds("mimeType", .string),
    MemberKinds("annotations", .object), MemberKinds("size", .number),
    MemberKinds("icons", .array), MemberKinds("_meta", .object),
  ]

  /// The members of a Tool's `annotations`.
  static let ofToolAnnotations = [
    MemberKinds("title", .string), MemberKinds("readOnlyHint", .true, .false),
    MemberKinds("destructiveHint", .true, .false), MemberKinds("idempotentHint", .true, .false),
    MemberKinds("openWorldHint", .true, .false),
  ]

  /// The members of an Icon beside `src`, which must be there.
  static let ofIcon = [
    MemberKinds("src", .string), MemberKinds("mimeType", .string), MemberKinds("sizes", .array),
    MemberKinds("theme", .string),
  ]

  /// The members that a content block may have beside its own.
  static let ofContent = [
    MemberKinds("annotations", .object), MemberKinds("_meta", .object),
    MemberKinds("title", .string), MemberKinds("description", .string),
    MemberKinds("icons", .array), MemberKinds("size", .number), MemberKinds("mimeType", .string),
  ]
}
