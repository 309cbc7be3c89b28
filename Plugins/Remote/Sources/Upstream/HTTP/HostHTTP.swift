internal import PluginKit

/// The host's HTTP client.
struct HostHTTP: HTTPSender {
  let http: HTTP

  func stream(
    _ request: HTTPRequest, call: Call?
  ) async throws(HTTPFailure) -> StreamedResponse {
    let response = try await http.stream(request, call: call)
    return StreamedResponse(
      status: response.status, fields: response.fields, body: HostBody(response))
  }
}

/// `@unchecked Sendable`: the iterator is touched by the one task that reads the body and by no
/// other, as `ResponseBody` demands; `cancel` does not touch it.
private final class HostBody: ResponseBody, @unchecked Sendable {
  private let response: HTTPStream
  private var iterator: HTTPBody.AsyncIterator

  init(_ response: HTTPStream) {
    self.response = response
    iterator = response.body.makeAsyncIterator()
  }

  func next() async throws(HTTPFailure) -> [UInt8]? { try await iterator.next(isolation: nil) }

  func cancel() { response.cancel() }
}
