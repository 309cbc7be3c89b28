/// A request method (RFC 9110 section 9). Methods are case-sensitive.
package enum HTTPMethod: Sendable, Equatable {
  /// The methods by their registered names.
  case get, head, post, put, patch, delete, options
  /// Any other token; its spelling is `HTTPRequest.methodBytes`.
  case other

  /// Reads the method in `bytes[range]`.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    switch range.count {
    case 3 where bytes.equals(range, "GET"): self = .get
    case 3 where bytes.equals(range, "PUT"): self = .put
    case 4 where bytes.equals(range, "POST"): self = .post
    case 4 where bytes.equals(range, "HEAD"): self = .head
    case 5 where bytes.equals(range, "PATCH"): self = .patch
    case 6 where bytes.equals(range, "DELETE"): self = .delete
    case 7 where bytes.equals(range, "OPTIONS"): self = .options
    default: self = .other
    }
  }
}
