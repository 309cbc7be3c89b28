import HTTPClient
import PluginABI

extension HTTPClientRequest {
  /// A plugin's request; a call lends its deadline and its trace context. A limit of 0 is
  /// `defaultLimitBytes`.
  init(
    _ source: toolrack_http_request, lending call: toolrack_request?, defaultLimitBytes: Int
  ) {
    var timeout = Int(clamping: source.timeout_milliseconds)
    if timeout == 0 { timeout = HTTPClientLimits.defaultTimeoutMilliseconds }
    if let call { timeout = min(timeout, call.remainingMilliseconds) }
    let limit = Int(clamping: source.response_limit_bytes)
    self.init(
      method: source.method.text, url: source.url.text,
      fields: Self.fields(source, lending: call), body: source.body.array,
      timeoutMilliseconds: timeout,
      responseLimitBytes: limit == 0 ? defaultLimitBytes : limit,
      followsRedirects: source.flags & UInt32(TOOLRACK_HTTP_FOLLOW_REDIRECTS) != 0,
      mayRetry: source.flags & UInt32(TOOLRACK_HTTP_RETRY) != 0)
  }

  private static func fields(
    _ source: toolrack_http_request, lending call: toolrack_request?
  ) -> [(name: String, value: String)] {
    let own = UnsafeBufferPointer(
      start: source.fields, count: source.fields == nil ? 0 : source.field_count)
    var fields = own.map { (name: $0.name.text, value: $0.value.text) }
    guard let call, call.trace_parent.count > 0,
      !fields.contains(where: { $0.name.lowercased() == "traceparent" })
    else { return fields }
    fields.append((name: "traceparent", value: call.trace_parent.text))
    if call.trace_state.count > 0 {
      fields.append((name: "tracestate", value: call.trace_state.text))
    }
    return fields
  }
}

extension toolrack_request {
  /// Until the call's deadline; 0 where it has passed.
  var remainingMilliseconds: Int {
    let now = MonotonicClock.now
    let left = deadline_nanoseconds > now ? deadline_nanoseconds - now : 0
    return Int(clamping: left / MonotonicClock.nanosecondsPerMillisecond)
  }
}
