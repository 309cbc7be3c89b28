internal import JSON

/// A JSON-RPC message that a server sent.
enum IncomingMessage: Sendable, Equatable {
  case result(id: Int64, JSONObject)
  /// The id is nil where the server could not read that of the request.
  case error(id: Int64?, RPCError)
  case request(id: JSONValue, method: String)
  case notification(method: String, params: JSONObject)

  /// Why bytes are no message, for people.
  struct Fault: Error, Equatable {
    let text: String
  }

  /// The messages in a text: one, or those of a batch (2025-03-26).
  static func all(in bytes: [UInt8], limitBytes: Int) throws(Fault) -> [IncomingMessage] {
    let limits = JSONLimits(maximumBytes: limitBytes, refusesDuplicateKeys: false)
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes, limits: limits)
    } catch {
      throw Fault(text: "is not valid JSON: \(error)")
    }
    guard case .array(let batch) = value else { return [try IncomingMessage(value)] }
    var messages: [IncomingMessage] = []
    for element in batch { messages.append(try IncomingMessage(element)) }
    return messages
  }

  private init(_ value: JSONValue) throws(Fault) {
    guard case .object(let message) = value, message["jsonrpc"]?.string == "2.0" else {
      throw Fault(text: "is not a JSON-RPC 2.0 message")
    }
    if let method = message["method"]?.string {
      self = IncomingMessage(method, message)
    } else if let error = message["error"] {
      self = .error(id: message["id"]?.integer, try RPCError(error))
    } else if let result = message["result"] {
      self = try IncomingMessage(result: result, id: message["id"])
    } else {
      throw Fault(text: "is neither a request nor a response")
    }
  }

  private init(_ method: String, _ message: JSONObject) {
    if let id = message["id"], !id.isNull {
      self = .request(id: id, method: method)
    } else {
      self = .notification(method: method, params: message["params"]?.object ?? [:])
    }
  }

  private init(result: JSONValue, id: JSONValue?) throws(Fault) {
    guard let id = id?.integer else { throw Fault(text: "has an id that was never asked for") }
    guard let result = result.object else { throw Fault(text: "has a result that is no object") }
    self = .result(id: id, result)
  }
}

/// A JSON-RPC error.
struct RPCError: Sendable, Equatable {
  /// The longest text of a server that is repeated to people.
  private static let textLength = 500

  var code: Int
  /// One line, cut.
  var message: String
  var data: JSONValue?

  init(code: Int, message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  init(_ value: JSONValue) throws(IncomingMessage.Fault) {
    guard let code = value["code"]?.integer else {
      throw IncomingMessage.Fault(text: "has an error without a code")
    }
    self.init(
      code: Int(code), message: SingleLine.of(value["message"]?.string ?? "", Self.textLength),
      data: value["data"])
  }
}

/// Text of another server as one line of ours.
enum SingleLine {
  /// Control characters become blanks; cut after `length` characters.
  static func of(_ text: String, _ length: Int) -> String {
    let scalars = text.unicodeScalars.prefix(length + 1).map { scalar in
      scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
    }
    var line = String.UnicodeScalarView()
    line.append(contentsOf: scalars.prefix(length))
    return String(line) + (scalars.count > length ? "..." : "")
  }
}
