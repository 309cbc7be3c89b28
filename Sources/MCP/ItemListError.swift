/// Why a prompt, resource or resource template cannot be listed.
package struct ItemListError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What it was to be.
  package let kind: ItemKind
  /// Its name, URI or URI template.
  package let key: String
  /// What is wrong with it, and what would be right.
  package let text: String

  init(_ kind: ItemKind, _ key: [UInt8], _ text: String) {
    self.kind = kind
    self.key = String(decoding: key, as: UTF8.self)
    self.text = text
  }

  /// All in one line.
  package var description: String {
    switch kind {
    case .prompt: "prompt \"\(key)\": \(text)"
    case .resource: "resource \"\(key)\": \(text)"
    case .template: "resource template \"\(key)\": \(text)"
    }
  }
}
