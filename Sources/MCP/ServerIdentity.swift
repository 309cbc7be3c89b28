/// Who this server says it is.
package struct ServerIdentity: Sendable {
  /// The programme's name, for machines.
  package var name: String
  /// The programme's version.
  package var version: String
  /// A name for people.
  package var title: String?
  /// What a model should know before it uses the tools.
  package var instructions: String?

  /// Says the same in every era; `title` since 2025-06-18.
  package init(
    name: String, version: String, title: String? = nil, instructions: String? = nil
  ) {
    self.name = name
    self.version = version
    self.title = title
    self.instructions = instructions
  }
}
