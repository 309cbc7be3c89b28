public import JSON

/// What a client is asked for before there is a result (MCP multi-round-trip requests).
public struct InputRequired: Sendable, Equatable {
  /// MCP input requests by keys of the plugin's choice.
  public var requests: JSONObject
  /// Any bytes, which come back with the answers.
  public var state: [UInt8]

  /// A question.
  public init(requests: JSONObject, state: [UInt8] = []) {
    self.requests = requests
    self.state = state
  }
}

/// A result that may ask the client instead: of a tool, a prompt or a resource.
///
/// The client calls again, with the answers in `Call.inputResponses` and the state in `Call.state`.
/// The second call is a call of its own: it may come to another process, and nothing but the state
/// connects the two. The host keeps others from forging the state, but the client can read it.
/// Clients of earlier revisions are asked by the host, while their call waits.
public protocol InputRequiring {
  /// A result that asks.
  static func inputRequired(_ question: InputRequired) -> Self
}

extension InputRequiring {
  /// Asks the client. The keys are the plugin's choice: under them come the answers.
  public static func inputRequired(
    _ requests: KeyValuePairs<String, InputRequest>, state: [UInt8] = []
  ) -> Self {
    var json = JSONObject()
    for (key, request) in requests { json[key] = request.json }
    return inputRequired(InputRequired(requests: json, state: state))
  }

  /// Asks the client. `requests`: MCP input requests as they are, see `InputRequest.json`.
  public static func inputRequired(_ requests: JSONObject, state: [UInt8] = []) -> Self {
    inputRequired(InputRequired(requests: requests, state: state))
  }
}
