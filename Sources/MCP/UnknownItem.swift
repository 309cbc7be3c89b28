/// Something that was asked for by a name that is not listed.
package struct UnknownItem: Sendable, Equatable {
  /// What was asked for.
  package enum Kind: Sendable {
    case tool, prompt, resource, template
  }

  package let kind: Kind
  /// The name or the URI.
  package let name: String
}
