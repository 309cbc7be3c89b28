import Glibc
package import JSON

/// One element of a plugin's list, checked and ready to be listed. Immutable: where an element of
/// a newer list has the same bytes, the same object goes on to stand for it.
package protocol ListedDefinition: AnyObject, Sendable {
  static var kind: ListKind { get }
  /// The most elements of one plugin.
  static var maximumCount: Int { get }
  /// What no two elements share, as clients see it: name, URI or URI template.
  var key: String { get }
  /// What is listed, compact JSON.
  var json: [UInt8] { get }

  /// Throws the kind's error with the place and what would be right. `prefix` "" leaves names bare.
  init(_ value: JSONValue, index: Int, prefix: String) throws(PluginLoadError)
  /// Whether it does not matter which of the two is listed.
  func isSame(as other: Self) -> Bool
}

extension ListedDefinition {
  /// What is listed is the same.
  package func isSame(as other: Self) -> Bool {
    self === other || json.hasSameBytes(as: other.json)
  }
}

extension [UInt8] {
  /// Whether both are the same bytes; quicker than `==`.
  func hasSameBytes(as other: [UInt8]) -> Bool {
    withUnsafeBytes { own in other.withUnsafeBytes { own.hasSameBytes(as: $0) } }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether both are the same bytes.
  func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let own = baseAddress, let others = other.baseAddress, own != others else { return true }
    return memcmp(own, others, count) == 0
  }
}
