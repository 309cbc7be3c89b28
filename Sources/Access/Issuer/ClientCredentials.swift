import Crypto

/// Who a client says it is, and its secret (RFC 6749 section 2.3.1).
struct ClientCredentials: Sendable, Equatable {
  let client: String
  /// Secret.
  let secret: String

  /// From the Authorization field, or from the form: one of the two.
  init(authorization: [ArraySlice<UInt8>], form: TokenForm) throws(TokenRequestError) {
    guard authorization.count <= 1 else {
      throw .invalidRequest("the Authorization header stands in the request more than once")
    }
    guard let field = authorization.first else {
      guard let client = form["client_id"], let secret = form["client_secret"] else {
        throw .invalidClient(
          "send the client's id and secret: by HTTP Basic, or as client_id and client_secret")
      }
      self.init(client: client, secret: secret)
      return
    }
    self = try Self.basic(field)
    guard form["client_secret"] == nil else {
      throw .invalidRequest("send the client's secret by HTTP Basic or in the body, not both")
    }
    guard form["client_id"] == nil || form["client_id"] == client else {
      throw .invalidRequest("client_id is another one than that of the Authorization header")
    }
  }

  private init(client: String, secret: String) {
    self.client = client
    self.secret = secret
  }

  /// Both are encoded as in a form before they are put together: a colon in one of them is not the
  /// one between them.
  private static func basic(
    _ field: ArraySlice<UInt8>
  ) throws(TokenRequestError) -> ClientCredentials {
    let scheme = field.prefix { $0 != 0x20 }
    guard Array(scheme).lowercased == Array("basic".utf8) else {
      throw .invalidClient("the Authorization header must be of the scheme Basic")
    }
    guard let pair = base64(field.dropFirst(scheme.count).drop { $0 == 0x20 }),
      let colon = pair.firstIndex(of: UInt8(ascii: ":")),
      let client = FormText.decode(pair[..<colon]),
      let secret = FormText.decode(pair[(colon + 1)...])
    else { throw .invalidClient("the Authorization header is not Basic with an id and a secret") }
    return ClientCredentials(client: client, secret: secret)
  }

  /// RFC 4648 section 4, padded or not.
  private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let digits = text.prefix { $0 != UInt8(ascii: "=") }
    let padding = text.count - digits.count
    guard padding == 0 || (padding <= 2 && text.count % 4 == 0),
      text.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }),
      !digits.contains(where: { "-_".utf8.contains($0) })
    else { return nil }
    return Base64URL.decode(
      digits.map { digit in
        switch digit {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: digit
        }
      })
  }
}
