import HTTPClient

/// HTTP for a thread that may wait: one place, one client that reaches nothing else, and gone when
/// the work is done.
struct BlockingHTTP {
  /// The largest answer that any of these services gives to what is asked here.
  static let responseBytes = 1 << 20

  /// Sends a request and waits for the response.
  ///
  /// - Parameter isLocal: whether the place is of this machine or of its link, so that no proxy is
  ///   asked.
  static func send(
    _ request: HTTPClientRequest, isLocal: Bool
  ) -> Result<HTTPClientResponse, HTTPClientError> {
    var request = request
    request.usesProxies = !isLocal
    request.responseLimitBytes = responseBytes
    let client: HTTPClient
    do {
      let target = try RequestTarget(url: request.url)
      client = HTTPClient(
        egress: try EgressList([target.authority]), settingPath: "aws", userAgent: "toolrack")
    } catch let error as HTTPClientError {
      return .failure(error)
    } catch {
      return .failure(HTTPClientError(.refused, "\(error)"))
    }
    defer { client.shutdown() }
    let arrival = Arrival<Result<HTTPClientResponse, HTTPClientError>>()
    client.send(request) { arrival.put($0) }
    return arrival.wait()
  }
}
