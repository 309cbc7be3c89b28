import HTTPClient
import PluginABI
import Synchronization

/// `toolrack.http/1` for one plugin: the host's HTTP client behind the contract's C functions.
final class HTTPService: Sendable {
  private let client: HTTPClient

  /// Throws `create` where an egress entry cannot be read.
  init(plugin: String, egress: [String]) throws(PluginLoadError) {
    let list: EgressList
    do {
      list = try EgressList(egress)
    } catch {
      throw PluginLoadError(.create, "plugin.\(plugin).egress: \(error.message)")
    }
    client = HTTPClient(
      egress: list, settingPath: "plugin.\(plugin).egress", userAgent: HostTable.version.description
    )
  }

  /// The table that every plugin gets; its context is the host table's.
  nonisolated(unsafe) static let table: UnsafePointer<toolrack_http> = {
    // Safe: one table for the life of the process, written here and then only read.
    let table = UnsafeMutablePointer<toolrack_http>.allocate(capacity: 1)
    table.initialize(
      to: toolrack_http(
        size: UInt32(MemoryLayout<toolrack_http>.size), reserved: 0,
        send: { context, request, done, user, exchange in
          HostTable.instance(context).sendHTTP(request, done, user, exchange)
        },
        cancel: { context, exchange in
          HostTable.instance(context).http.client.cancel(exchange)
        }))
    return UnsafePointer(table)
  }()

  /// Where a response goes: the plugin's function and its own pointer.
  struct Completion: @unchecked Sendable {
    // Sendable: the contract says that `done` is [any] and that `user` is the plugin's own affair.
    let done: toolrack_http_done
    let user: UnsafeMutableRawPointer?
  }

  /// Starts an exchange whose number is written to `exchange` before the completion can run.
  func send(
    _ request: HTTPClientRequest, _ completion: Completion,
    _ exchange: UnsafeMutablePointer<UInt64>?
  ) {
    let number = client.makeExchange()
    exchange?.pointee = number
    client.send(request, exchange: number) { outcome in
      switch outcome {
      case .success(let response): completion.succeed(response)
      case .failure(let error): completion.fail(error)
      }
    }
  }
}

extension PluginInstance {
  fileprivate func sendHTTP(
    _ pointer: UnsafePointer<toolrack_http_request>, _ done: toolrack_http_done,
    _ user: UnsafeMutableRawPointer?, _ exchange: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    let source = pointer.pointee
    guard source.size == UInt32(MemoryLayout<toolrack_http_request>.size) else {
      return TOOLRACK_MISBEHAVIOUR
    }
    let block = source.call.flatMap { handle in
      calls.withLock { $0.table.entry(CallHandle(handle))?.block }
    }
    let request = withExtendedLifetime(block) {
      HTTPClientRequest(source, lending: block?.request.pointee)
    }
    http.send(request, HTTPService.Completion(done: done, user: user), exchange)
    return TOOLRACK_OK
  }
}

extension HTTPClientRequest {
  /// A plugin's request; a call lends its deadline and its trace context.
  fileprivate init(_ source: toolrack_http_request, lending call: toolrack_request?) {
    var timeout = Int(clamping: source.timeout_milliseconds)
    if timeout == 0 { timeout = HTTPClientLimits.defaultTimeoutMilliseconds }
    if let call {
      let now = MonotonicClock.now
      let left = call.deadline_nanoseconds > now ? call.deadline_nanoseconds - now : 0
      timeout = min(timeout, Int(clamping: left / MonotonicClock.nanosecondsPerMillisecond))
    }
    let limit = Int(clamping: source.response_limit_bytes)
    self.init(
      method: source.method.text, url: source.url.text,
      fields: Self.fields(source, lending: call), body: source.body.array,
      timeoutMilliseconds: timeout,
      responseLimitBytes: limit == 0 ? HTTPClientLimits.defaultResponseBytes : limit,
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

extension HTTPService.Completion {
  fileprivate func succeed(_ response: HTTPClientResponse) {
    var text: [UInt8] = []
    var lengths: [(name: Int, value: Int)] = []
    for field in response.fields {
      text.append(contentsOf: field.name.utf8)
      text.append(contentsOf: field.value.utf8)
      lengths.append((field.name.utf8.count, field.value.utf8.count))
    }
    text.withUnsafeBytes { text in
      var fields: [toolrack_http_field] = []
      var next = 0
      for length in lengths {
        let name = text[next..<(next + length.name)]
        let value = text[(next + length.name)..<(next + length.name + length.value)]
        fields.append(
          toolrack_http_field(
            name: toolrack_bytes(UnsafeRawBufferPointer(rebasing: name)),
            value: toolrack_bytes(UnsafeRawBufferPointer(rebasing: value))))
        next += length.name + length.value
      }
      deliver(status: UInt32(response.status), fields: fields, body: response.body)
    }
  }

  private func deliver(status: UInt32, fields: [toolrack_http_field], body: [UInt8]) {
    fields.withUnsafeBufferPointer { fields in
      body.withUnsafeBytes { body in
        var response = toolrack_http_response()
        response.size = UInt32(MemoryLayout<toolrack_http_response>.size)
        response.status = status
        response.fields = fields.baseAddress
        response.field_count = fields.count
        response.body = toolrack_bytes(body)
        done(user, &response)
      }
    }
  }

  fileprivate func fail(_ error: HTTPClientError) {
    var message = error.message
    message.withUTF8 { message in
      var response = toolrack_http_response()
      response.size = UInt32(MemoryLayout<toolrack_http_response>.size)
      response.failure = error.code.rawValue
      response.message = toolrack_bytes(UnsafeRawBufferPointer(message))
      done(user, &response)
    }
  }
}
