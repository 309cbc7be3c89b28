import JSON

/// The answer to a revision that cannot be served statelessly.
enum UnsupportedVersion {
  /// The revisions of `supportedVersions` and `data.supported`: those that need no handshake.
  static let supported = Array("[\"2026-07-28\"]".utf8)

  static func error(requested: String) -> ProtocolError {
    var data = JSONWriter()
    data.beginObject()
    data.key("supported")
    data.raw(supported)
    data.key("requested")
    data.string(requested)
    data.endObject()
    var error = ProtocolError(
      .unsupportedVersion,
      "protocol version \(requested.utf8.asBytes.quoted) is not served; use \"2026-07-28\","
        + " or start with initialize")
    error.data = data.bytes
    return error
  }
}

extension String.UTF8View {
  /// A copy, for what works on bytes.
  var asBytes: ArraySlice<UInt8> { ArraySlice(self) }
}
