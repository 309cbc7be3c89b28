internal import PluginKit

/// How HTTP requests are sent: by the host's client, or by a script in tests.
protocol HTTPSender: Sendable {
  /// Returns when the head of the response has come.
  func stream(
    _ request: HTTPRequest, call: Call?
  ) async throws(HTTPFailure) -> StreamedResponse
}

/// A response whose body is still arriving.
struct StreamedResponse: Sendable {
  var status: Int
  var fields: [HTTPField]
  var body: any ResponseBody

  /// The value of the first field of that name, in any case.
  func field(_ name: String) -> String? {
    HTTPResponse(status: status, fields: fields).field(name)
  }
}

/// Pieces of a body, read by one task at a time.
protocol ResponseBody: Sendable {
  /// The next piece; nil at the end.
  func next() async throws(HTTPFailure) -> [UInt8]?
  /// Ends the exchange; `next` fails with `cancelled`. Any thread.
  func cancel()
}
