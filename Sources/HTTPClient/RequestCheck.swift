/// What a request must be before anything is sent. Nothing here quotes a value, which may be a
/// secret.
enum RequestCheck {
  /// The first step of the exchange, or why there is none.
  static func hop(
    of request: HTTPClientRequest
  ) throws(HTTPClientError) -> Hop {
    try check(method: request.method, body: request.body)
    try check(fields: request.fields)
    do throws(HTTPURLError) {
      return Hop(
        url: try HTTPURL(parsing: request.url), method: request.method, fields: request.fields,
        body: request.body)
    } catch {
      throw HTTPClientError(.refused, "The request's URL is refused: \(error.reason).")
    }
  }

  private static func check(method: String, body: [UInt8]) throws(HTTPClientError) {
    guard isToken(method) else {
      throw refused("method is not a token of RFC 9110, such as \"GET\" or \"POST\"")
    }
    guard method != "CONNECT" else {
      throw refused("method is CONNECT, which opens tunnels; use another one")
    }
    guard method != "HEAD" || body.isEmpty else {
      throw refused("method is HEAD, which has no body; leave the body out")
    }
  }

  private static func check(
    fields: [(name: String, value: String)]
  ) throws(HTTPClientError) {
    guard fields.count <= HTTPClientLimits.requestFields else {
      throw refused("header has more than \(HTTPClientLimits.requestFields) fields")
    }
    var bytes = 0
    for (name, value) in fields {
      guard isToken(name) else {
        throw refused("header has a field name that is not a token: \"\(printable(name))\"")
      }
      guard !isOwnField(name) else {
        throw refused("header has the field \"\(name)\", which the HTTP client sets; leave it out")
      }
      guard value.utf8.allSatisfy(isValueByte) else {
        throw refused(
          "header field \"\(printable(name))\" has a control character, such as a line break, in "
            + "its value")
      }
      bytes += name.utf8.count + value.utf8.count
    }
    guard bytes <= HTTPClientLimits.requestFieldBytes else {
      throw refused("header is longer than \(HTTPClientLimits.requestFieldBytes) bytes")
    }
  }

  private static func refused(_ what: String) -> HTTPClientError {
    HTTPClientError(.refused, "The request's \(what).")
  }

  /// Framing, routing and hop-by-hop fields (RFC 9110 sections 7.2, 7.6.1, 8.6, 10.1.1).
  private static let ownFields = [
    "host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer",
    "upgrade", "expect", "http2-settings", "proxy-connection", "proxy-authorization",
  ]

  private static func isOwnField(_ name: String) -> Bool {
    ownFields.contains { equalsIgnoringCase($0, name) }
  }

  /// RFC 9110 section 5.5: visible characters, space, tab, and bytes above ASCII.
  private static func isValueByte(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7f || byte == 0x09
  }
}

/// RFC 9110 section 5.6.2.
func isToken(_ text: String) -> Bool {
  !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
}

func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
    UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
    UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
    UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
    true
  default: false
  }
}
