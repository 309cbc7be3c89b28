internal import PluginABI

extension HTTPRequest {
  /// Runs `body` with the request in the shape of the contract, borrowed while it runs.
  func withCRequest<Result>(
    _ call: CallHandle?, _ body: (UnsafePointer<toolrack_http_request>) -> Result
  ) -> Result {
    var arena = Arena()
    var request = toolrack_http_request()
    request.size = UInt32(MemoryLayout<toolrack_http_request>.size)
    if followsRedirects { request.flags |= TOOLRACK_HTTP_FOLLOW_REDIRECTS }
    if mayRetry { request.flags |= TOOLRACK_HTTP_RETRY }
    request.method = arena.view(method)
    request.url = arena.view(url)
    request.body = arena.view(self.body)
    request.timeout_milliseconds = UInt64(clamping: timeoutMilliseconds ?? 0)
    request.response_limit_bytes = UInt64(clamping: responseLimitBytes ?? 0)
    request.call = call?.pointer
    let encoded = fields.map { field in
      toolrack_http_field(name: arena.view(field.name), value: arena.view(field.value))
    }
    return encoded.withUnsafeBufferPointer { encoded in
      request.fields = encoded.baseAddress
      request.field_count = encoded.count
      defer { withExtendedLifetime(arena) {} }
      return body(&request)
    }
  }
}
