/// A request for a token, as it came (RFC 6749 section 4.4.2).
package struct TokenRequest: Sendable {
  /// The only kind of grant: a client asks for itself.
  static let grantType = "client_credentials"
  private static let mediaType = Array("application/x-www-form-urlencoded".utf8)

  let body: [UInt8]
  let contentType: ArraySlice<UInt8>?
  let authorization: [ArraySlice<UInt8>]
  let hasQuery: Bool

  /// What was sent: the body, the value of Content-Type, those of Authorization, and whether there
  /// was a query.
  package init(
    body: [UInt8], contentType: ArraySlice<UInt8>?, authorization: [ArraySlice<UInt8>],
    hasQuery: Bool
  ) {
    self.body = body
    self.contentType = contentType
    self.authorization = authorization
    self.hasQuery = hasQuery
  }

  /// What is asked for, and by whom.
  struct Parameters: Sendable, Equatable {
    let credentials: ClientCredentials
    /// Nil: all that the client may have.
    let scopes: [String]?
    let resources: [String]
  }

  /// Reads it. Nothing is checked yet but its form.
  func parameters() throws(TokenRequestError) -> Parameters {
    guard body.count <= TokenForm.maximumBytes else { throw .tooLarge }
    guard !hasQuery else {
      throw .invalidRequest("parameters belong in the body, where they are not written into logs")
    }
    let type = contentType?.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
    guard type.map({ Array($0).lowercased }) == Self.mediaType else {
      throw .invalidRequest("Content-Type must be application/x-www-form-urlencoded")
    }
    let form = try TokenForm(body)
    guard let grant = form["grant_type"] else { throw .invalidRequest("grant_type is missing") }
    guard grant == Self.grantType else {
      throw .unsupportedGrantType("grant_type must be \(Self.grantType)")
    }
    return Parameters(
      credentials: try ClientCredentials(authorization: authorization, form: form),
      scopes: try form["scope"].map(Self.scopes), resources: form.resources)
  }

  /// Scopes with single spaces between them (RFC 6749 section 3.3).
  private static func scopes(_ text: String) throws(TokenRequestError) -> [String] {
    let scopes = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard scopes.allSatisfy(isScope) else {
      throw .invalidScope("scope must be names with single spaces between them")
    }
    return scopes
  }

  /// Whether that may be a scope's name: printable ASCII without blanks, quotes and backslashes.
  package static func isScope(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
  }
}
