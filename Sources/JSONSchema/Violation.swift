/// The first reason why a value does not fit a schema.
package struct Violation: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where in the value, as a JSON Pointer; empty for the value itself.
  package let instancePointer: String
  /// Which keyword of the schema, as a JSON Pointer; with the URI of its document before it as
  /// `uri#pointer` where that is not the schema itself.
  package let schemaPointer: String
  /// One line that a person or a model can act on, the place included:
  /// `/attendees/2/id: expected a string, got the number 7`.
  package let text: String
  /// A bound was reached before the reason was found: the value may fit or not.
  package var isInconclusive = false

  /// The text.
  package var description: String { text }
}
