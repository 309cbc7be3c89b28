/// The name of a tool or prompt as clients see it: prefix, underscore, local name.
struct ExposedName {
  /// MCP allows more; clients and gateways do not.
  static let maximumCount = 64

  let text: String

  /// `prefix` "" leaves the name bare. Throws the kind's error where the name would not do; `noun`
  /// is "tool" or "prompt".
  init(
    _ local: String, prefix: String, _ kind: ListKind, noun: String
  ) throws(PluginLoadError) {
    text = prefix.isEmpty ? local : "\(prefix)_\(local)"
    guard local.utf8.allSatisfy(Self.isAllowed), !local.isEmpty else {
      throw PluginLoadError(
        kind.code,
        "the \(noun) name \"\(local)\" has other characters than A-Z, a-z, 0-9, _ and -")
    }
    guard text.utf8.count <= Self.maximumCount else {
      throw PluginLoadError(
        kind.code,
        "the \(noun) name \(text) has \(text.utf8.count) characters, more than "
          + "\(Self.maximumCount)")
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
