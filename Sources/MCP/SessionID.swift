/// The id of a soft session, as the client sends it in Mcp-Session-Id.
///
/// It authorises nothing. Any id is accepted, whoever issued it.
package struct SessionID: Hashable, Sendable {
  /// The most characters of an id, as AgentCore has it; a longer one counts as none.
  package static let maximumLength = 1024

  /// Visible ASCII, not empty.
  package let text: String

  /// The id in a header value; nil for what is none: empty, longer than `maximumLength`, or with
  /// anything but visible ASCII (Streamable HTTP, "Session Management").
  package init?(_ value: some Collection<UInt8>) {
    guard (1...Self.maximumLength).contains(value.count), value.allSatisfy(Self.isVisible) else {
      return nil
    }
    text = String(decoding: value, as: UTF8.self)
  }

  private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
