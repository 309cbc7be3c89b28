/// Gives what fits the text typed so far, best first. Clients get the first 100, and are told how
/// many there are.
public typealias Completer =
  @Sendable (_ value: String, _ context: CompletionContext) async throws -> [String]

/// What is known when a value is to be completed.
public struct CompletionContext: Sendable {
  /// The arguments or variables that are filled in already, by name.
  public let arguments: [String: String]
  /// The request.
  public let call: Call
}
