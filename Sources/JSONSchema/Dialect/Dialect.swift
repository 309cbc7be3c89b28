/// Which keywords of draft 2020-12 mean something in a schema resource.
struct Dialect: Sendable, Equatable {
  /// The URI of the one dialect that is supported.
  static let uri = "https://json-schema.org/draft/2020-12/schema"
  private static let vocabularies = "https://json-schema.org/draft/2020-12/vocab/"

  /// All of draft 2020-12, formats as annotations.
  static let standard = Dialect(hasApplicators: true, hasValidation: true, hasUnevaluated: true)

  var hasApplicators = false
  var hasValidation = false
  var hasUnevaluated = false
  /// Whether `format` refuses values, whatever the options say.
  var assertsFormat = false

  /// Takes a vocabulary in; false where it is not known.
  mutating func add(_ uri: String) -> Bool {
    guard uri.hasPrefix(Self.vocabularies) else { return false }
    switch uri.dropFirst(Self.vocabularies.count) {
    case "applicator": hasApplicators = true
    case "validation": hasValidation = true
    case "unevaluated": hasUnevaluated = true
    case "format-assertion": assertsFormat = true
    case "core", "meta-data", "format-annotation", "content": break
    default: return false
    }
    return true
  }

  /// What to say of a `$schema` that names something else.
  static func unsupported(_ uri: String) -> String {
    "\"$schema\" names \(draft(of: uri)); draft 2020-12 (\"\(Self.uri)\") is supported"
  }

  private static func draft(of uri: String) -> String {
    let shown = ShownValue.quoted(uri)
    for draft in ["draft-03", "draft-04", "draft-06", "draft-07"]
    where uri.hasSuffix("json-schema.org/\(draft)/schema") {
      return "\(draft) (\(shown))"
    }
    if uri.hasSuffix("json-schema.org/draft/2019-09/schema") { return "draft 2019-09 (\(shown))" }
    return "the dialect \(shown), which is not among the resources"
  }
}
