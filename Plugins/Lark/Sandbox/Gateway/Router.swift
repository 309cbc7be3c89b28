/// Finds the endpoint of a request.
struct Router: Sendable {
  struct Match {
    let endpoint: Endpoint
    let parameters: [String: String]
  }

  private struct Route: Sendable {
    let endpoint: Endpoint
    let segments: [Substring]
    /// Routes with fewer parameters come first, so that `.../get_node` is not a `:space_id`.
    let parameterCount: Int
  }

  private let routes: [Route]

  init(_ endpoints: [Endpoint]) {
    let routes = endpoints.map { endpoint in
      let segments = endpoint.path.split(separator: "/")
      let count = segments.count { $0.first == ":" }
      return Route(endpoint: endpoint, segments: segments, parameterCount: count)
    }
    self.routes = routes.sorted { $0.parameterCount < $1.parameterCount }
  }

  /// A trailing slash makes no difference.
  func match(_ method: String, _ path: String) -> Match? {
    let segments = path.split(separator: "/")
    for route in routes where route.endpoint.method == method {
      if let parameters = Self.parameters(route.segments, segments) {
        return Match(endpoint: route.endpoint, parameters: parameters)
      }
    }
    return nil
  }

  private static func parameters(
    _ pattern: [Substring], _ segments: [Substring]
  ) -> [String: String]? {
    guard pattern.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (expected, actual) in zip(pattern, segments) {
      if expected.first == ":" {
        parameters[String(expected.dropFirst())] =
          PercentEncoding.decode(actual, plusIsSpace: false)
      } else if expected != actual {
        return nil
      }
    }
    return parameters
  }
}
