package import JSON

/// Finds what is no keyword in a schema. JSON Schema passes over such keys, which is dangerous
/// where a schema guards something: a misspelt keyword would ask nothing.
package enum UnknownKeyword {
  /// Known, and without meaning to the compiler.
  private static let annotations: Set<String> = [
    "$comment", "title", "description", "default", "deprecated", "readOnly", "examples",
    "contentEncoding", "contentMediaType",
  ]

  /// All that are known.
  package static let known = Keyword.allCases.map(\.rawValue) + annotations

  /// The first one in the schema at `node` or in one inside it; nil where there is none. The depth
  /// is that of the document.
  package static func first(
    in document: JSONDocument, at node: JSONDocument.Node = 0
  ) -> String? {
    guard document.kind(node) == .object else { return nil }
    for (key, _) in document.members(node) where Keyword(document, key) == nil {
      let name = document.string(key) ?? ""
      if !annotations.contains(name) { return name }
    }
    for child in KeywordNodes(document, node).children(in: document) {
      if let name = first(in: document, at: child) { return name }
    }
    return nil
  }
}
