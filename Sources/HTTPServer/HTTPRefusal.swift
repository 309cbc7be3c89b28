/// Why the server itself answers a request, instead of its handler, and closes the connection.
enum HTTPRefusal: Error, Equatable, Sendable {
  case badLineEnd, badCharacter(in: Part), badRequestLine, badMethod, badTarget, badVersion
  case unsupportedVersion
  case foldedField, badFieldName, missingHost, repeatedHost, badHost
  case badContentLength, repeatedFraming, conflictingFraming, transferEncodingInHTTP10
  case unsupportedTransferEncoding, unsupportedExpectation
  case badChunkSize, badChunkEnd, badChunkExtension, badTrailer
  case targetTooLong, headTooLong, tooManyFields, trailerTooLong, bodyTooLarge
  case headTimeout, bodyTimeout, overloaded

  /// Where a forbidden character stood.
  enum Part: Equatable, Sendable { case fieldName, fieldValue }

  /// The status to answer with (RFC 9110 section 15).
  var status: Int {
    switch self {
    case .unsupportedTransferEncoding: 501
    case .unsupportedVersion: 505
    case .unsupportedExpectation: 417
    case .targetTooLong: 414
    case .headTooLong, .tooManyFields, .trailerTooLong: 431
    case .bodyTooLarge: 413
    case .headTimeout, .bodyTimeout: 408
    case .overloaded: 503
    default: 400
    }
  }

  /// What was wrong and what would be right, in one sentence.
  var sentence: StaticString {
    switch self {
    case .badLineEnd: "Each line of the head must end with CR LF; a bare CR or LF is not allowed."
    case .badCharacter(in: .fieldName):
      "A field name may hold letters, digits and !#$%&'*+-.^_`|~ only, directly before its colon."
    case .badCharacter(in: .fieldValue): "A header field value must not hold control characters."
    case .badRequestLine:
      "The request line must be METHOD, one space, the target, one space, and HTTP/1.1."
    case .badMethod: "The method must be a token such as GET or POST."
    case .badTarget:
      "The target must be a path that begins with /, a whole http URI, or * for OPTIONS."
    case .badVersion: "The version must be written HTTP/1.1 or HTTP/1.0."
    case .unsupportedVersion: "This server speaks HTTP/1.1 and HTTP/1.0."
    case .foldedField: "A header field must stand on one line; folded lines are not allowed."
    case .badFieldName: "A header field must be a name, a colon and a value."
    case .missingHost: "An HTTP/1.1 request must have a Host field."
    case .repeatedHost: "A request must have only one Host field."
    case .badHost: "The Host field must be a host name or address, with a port if needed."
    case .badContentLength: "Content-Length must be one decimal number."
    case .repeatedFraming: "Content-Length and Transfer-Encoding must not be repeated."
    case .conflictingFraming:
      "A request must not have both Content-Length and Transfer-Encoding."
    case .transferEncodingInHTTP10: "An HTTP/1.0 request must not have Transfer-Encoding."
    case .unsupportedTransferEncoding: "The only transfer coding this server reads is chunked."
    case .unsupportedExpectation: "The only expectation this server knows is 100-continue."
    case .badChunkSize: "A chunk must begin with its size in hexadecimal digits."
    case .badChunkEnd: "A chunk must end with CR LF after as many bytes as its size says."
    case .badChunkExtension: "A chunk extension is too long or holds control characters."
    case .badTrailer: "A trailer field must be a name, a colon and a value, ended by CR LF."
    case .targetTooLong: "The request target is too long."
    case .headTooLong: "The header fields are too long."
    case .tooManyFields: "The request has too many header fields."
    case .trailerTooLong: "The trailer section is too long."
    case .bodyTooLarge: "The request content is too large."
    case .headTimeout: "The head of the request did not arrive in time."
    case .bodyTimeout: "The content of the request did not arrive in time."
    case .overloaded: "The server holds as much request content as it can; try again soon."
    }
  }
}
