/// Why a schema cannot be used: where, what is wrong and what would be right, in one sentence.
package struct SchemaError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A JSON Pointer into the schema; with the URI of its document before it as `uri#pointer` where
  /// that is not the schema itself.
  package let place: String
  /// What is wrong there, without the place.
  package let text: String

  /// `at "/properties/a/type": ...`, or `at the root: ...`.
  package var description: String {
    "at \(place.isEmpty ? "the root" : "\"\(place)\""): \(text)"
  }
}
