/// A JSON-RPC error code. Codes of a plugin's own lie outside -32768 to -32000.
package struct ErrorCode: RawRepresentable, Sendable, Equatable {
  /// The number in the message.
  package let rawValue: Int

  /// Any code; the named ones are those of the protocol.
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// The bytes are not JSON.
  package static let parseError = ErrorCode(rawValue: -32700)
  /// JSON, but not one request, notification or, in the legacy era, response.
  package static let invalidRequest = ErrorCode(rawValue: -32600)
  /// A method that is not served in the message's era.
  package static let methodNotFound = ErrorCode(rawValue: -32601)
  /// `_meta` or other parameters do not fit; unknown tools, prompts and cursors.
  package static let invalidParams = ErrorCode(rawValue: -32602)
  /// A fault of this server.
  package static let internalError = ErrorCode(rawValue: -32603)
  /// No such resource, in the legacy era; the modern one says `invalidParams`.
  package static let legacyResourceNotFound = ErrorCode(rawValue: -32002)
  /// A header is missing, malformed, repeated, or says something else than the body.
  package static let headerMismatch = ErrorCode(rawValue: -32020)
  /// The request needs something that the client did not declare.
  package static let missingCapability = ErrorCode(rawValue: -32021)
  /// `_meta` names a revision that is not served.
  package static let unsupportedVersion = ErrorCode(rawValue: -32022)

  /// The HTTP status of a reply with this code.
  ///
  /// The modern revision fixes most of them. A legacy client takes 404 for the end of its session
  /// and other refusals for a broken connection, so what is wrong with a well-formed legacy
  /// request is answered with 200.
  func status(isModern: Bool) -> Int {
    switch self {
    case .parseError, .invalidRequest: 400
    case _ where !isModern: 200
    case .methodNotFound: 404
    case .invalidParams, .headerMismatch, .missingCapability, .unsupportedVersion: 400
    case .internalError: 500
    default: 200
    }
  }
}
