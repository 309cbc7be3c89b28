/// The version of HTTP that a response came over.
package enum HTTPVersion: Sendable, Equatable {
  case one
  case oneDotOne
  case two
  case other
}

/// One whole response, of any status.
package struct HTTPClientResponse: Sendable {
  /// 200 to 599 and whatever else a server makes up, three digits.
  package var status: Int
  package var version: HTTPVersion
  /// Names and values as the server sent them, in its order; a name may occur several times.
  /// HTTP/2 names are lower-case. Trailers are left out.
  package var fields: [(name: String, value: String)]
  /// The body with its transfer coding removed. A content coding such as gzip, which a server uses
  /// only if the request's `Accept-Encoding` asks for it, is left as it is.
  package var body: [UInt8]

  /// The value of the first field of that name, in whatever case.
  package func field(_ name: String) -> String? {
    fields.first { equalsIgnoringCase($0.name, name) }?.value
  }
}

/// What arrives of a streamed response.
package enum HTTPClientPiece {
  /// The whole response but for its body.
  case head(HTTPClientResponse)
  /// The next bytes of the body as they came from the network, at least one. Borrowed while the
  /// receiver runs.
  case body(UnsafeRawBufferPointer)
}

/// Compares two ASCII names without their case (RFC 9110 section 5.1).
func equalsIgnoringCase(_ left: String, _ right: String) -> Bool {
  left.utf8.count == right.utf8.count
    && zip(left.utf8, right.utf8).allSatisfy { lowercased($0) == lowercased($1) }
}

/// ASCII only: other bytes stay.
func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
