import JSON

/// Why a request is not let in, for the transport to answer.
package enum AccessRefusal: Error, Sendable, Equatable {
  /// 400: it proves who sent it in more than one way, or in a way that cannot be read.
  case malformed(String)
  /// 401: it does not prove who sent it, or the proof is not taken; nil where it brings none.
  case unauthorized(String?)
  /// 403: the proof is taken, but it lacks one of those scopes.
  case insufficientScope([String])
  /// 403: it is not signed, or not as it should be. `code` is AWS's name of the fault.
  case unsigned(code: String, text: String)
  /// 431: the token is longer than is looked at.
  case tooLarge(String)
  /// 503: whether the proof is good cannot be told now.
  case unavailable(retryAfterSeconds: Int)
  /// 503: more signed requests than can be told from ones that were sent before.
  case overloaded(retryAfterSeconds: Int)
}

/// Who sent a request, as far as was found out.
package struct AuthenticatedCaller: Sendable, Equatable {
  /// Names the caller among all others, and says how it was found out: `client:agent`,
  /// `token:https://issuer.example client-1 subject`, `signature:AKIDEXAMPLE`.
  package let principal: String
  /// The client's name: of a token its `client_id`, of an API key or an access key what the
  /// configuration calls it.
  package let client: String
  /// What the caller may do, as far as its proof says so.
  package let scopes: [String]
  /// What plugins are told of the caller, a JSON object: of a token its claims.
  package let claims: [UInt8]

  /// A caller of which that is known.
  package init(principal: String, client: String, scopes: [String], claims: [UInt8]) {
    self.principal = principal
    self.client = client
    self.scopes = scopes
    self.claims = claims
  }
}

extension AuthenticatedCaller {
  /// One of our own clients: of a key in the file of clients, or of an access key.
  init(client: String, scopes: [String]) {
    let claims: JSONValue = [
      "client_id": .string(client), "scope": .string(scopes.joined(separator: " ")),
    ]
    self.init(
      principal: "client:\(client)", client: client, scopes: scopes, claims: claims.serialized())
  }
}
