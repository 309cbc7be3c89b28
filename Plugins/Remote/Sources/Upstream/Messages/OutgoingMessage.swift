internal import JSON

/// A JSON-RPC message to a server.
enum OutgoingMessage {
  /// A request; `params` are left out where there are none.
  static func request(_ id: Int64, _ method: String, _ params: JSONObject) -> [UInt8] {
    message(["id": .number(JSONNumber(id)), "method": .string(method)], params)
  }

  static func notification(_ method: String, _ params: JSONObject) -> [UInt8] {
    message(["method": .string(method)], params)
  }

  /// What a server is answered that asks something: only that somebody is there.
  static func answer(to id: JSONValue, method: String) -> [UInt8] {
    let answer: JSONObject =
      method == "ping"
      ? ["id": id, "result": [:]]
      : [
        "id": id,
        "error": [
          "code": .number(JSONNumber(Int64(ErrorCode.methodNotFound))),
          "message": .string("This client does not offer \(SingleLine.of(method, 100))."),
        ],
      ]
    return message(answer, [:])
  }

  private static func message(_ members: JSONObject, _ params: JSONObject) -> [UInt8] {
    var message: JSONObject = ["jsonrpc": "2.0"]
    for (key, value) in members.members { message[key] = value }
    if !params.isEmpty { message["params"] = .object(params) }
    return JSONValue.object(message).serialized()
  }
}

/// JSON-RPC error codes that mean something to a client (MCP 2026-07-28, "Error codes").
enum ErrorCode {
  static let methodNotFound = -32601
  static let invalidParams = -32602
  static let headerMismatch = -32020
  static let missingCapability = -32021
  static let unsupportedVersion = -32022
}
