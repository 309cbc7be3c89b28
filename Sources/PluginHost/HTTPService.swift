import HTTPClient
import PluginABI
import Synchronization

/// `toolrack.http/1` for one plugin: the host's HTTP client behind the contract's C functions.
final class HTTPService: Sendable {
  let client: HTTPClient

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

  /// Starts an exchange whose number is written to `exchange` before the completion can run.
  fileprivate func send(
    _ request: HTTPClientRequest, _ completion: HTTPCompletion,
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

  /// Completes all exchanges and refuses further ones: the plugin is about to end.
  func end() { client.shutdown() }
}

extension PluginInstance {
  fileprivate func sendHTTP(
    _ pointer: UnsafePointer<toolrack_http_request>, _ done: toolrack_http_done,
    _ user: UnsafeMutableRawPointer?, _ exchange: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    let source = pointer.pointee
    return sendHTTP(source) { call in
      let request = HTTPClientRequest(
        source, lending: call, defaultLimitBytes: HTTPClientLimits.defaultResponseBytes)
      http.send(request, HTTPCompletion(function: done, user: user), exchange)
    }
  }

  /// Runs `send` with what the request's call was given, if the request has one that has not ended.
  /// Answers as the functions of the contract that send a request do.
  func sendHTTP(
    _ source: toolrack_http_request, _ send: (toolrack_request?) -> Void
  ) -> Int32 {
    guard source.size == UInt32(MemoryLayout<toolrack_http_request>.size) else {
      return TOOLRACK_MISBEHAVIOUR
    }
    let block = source.call.flatMap { handle in
      calls.withLock { $0.table.entry(CallHandle(handle))?.block }
    }
    withExtendedLifetime(block) { send(block?.request.pointee) }
    return TOOLRACK_OK
  }
}
