import JSON

/// What a legacy client says to a request that this server sent it.
package struct ClientAnswer: Sendable, Equatable {
  /// What came of the request.
  package enum Outcome: Sendable, Equatable {
    /// The result, a JSON object.
    case result([UInt8])
    /// The client did not do it; why, as it says.
    case error(message: String)
  }

  /// The id of the request; nil where it is no string, and so none of this server's.
  package let id: String?
  /// What came of it.
  package let outcome: Outcome

  /// Reads the response at `node`, a checked one.
  init(_ document: JSONDocument, _ node: JSONDocument.Node) {
    id = document.member(node, "id").flatMap(document.string)
    if let error = document.member(node, "error") {
      let message = document.member(error, "message").flatMap(document.string)
      outcome = .error(message: message ?? "the client answered with an error")
    } else if let result = document.member(node, "result"), document.kind(result) == .object {
      outcome = .result(Array(document.slice(result)))
    } else {
      outcome = .error(message: "the client's result is not a JSON object")
    }
  }
}
