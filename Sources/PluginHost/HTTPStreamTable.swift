import HTTPClient
import PluginABI

/// `toolrack.http-stream/1`: exchanges of the same client whose responses are handed on as they
/// arrive. They run where the plugin does, so that in a worker no part passes through the host.
enum HTTPStreamTable {
  /// The table that every plugin gets; its context is the host table's.
  nonisolated(unsafe) static let table: UnsafePointer<toolrack_http_stream> = {
    // Safe: one table for the life of the process, written here and then only read.
    let table = UnsafeMutablePointer<toolrack_http_stream>.allocate(capacity: 1)
    table.initialize(
      to: toolrack_http_stream(
        size: UInt32(MemoryLayout<toolrack_http_stream>.size), reserved: 0,
        send: { context, request, piece, done, user, exchange in
          HostTable.instance(context).streamHTTP(
            request.pointee, piece: HTTPCompletion(function: piece, user: user),
            done: HTTPCompletion(function: done, user: user), exchange)
        }))
    return UnsafePointer(table)
  }()
}

extension PluginInstance {
  fileprivate func streamHTTP(
    _ source: toolrack_http_request, piece: HTTPCompletion, done: HTTPCompletion,
    _ exchange: UnsafeMutablePointer<UInt64>?
  ) -> Int32 {
    sendHTTP(source) { call in
      http.stream(
        HTTPClientRequest(source, lending: call, defaultLimitBytes: .max),
        lifetimeMilliseconds: call?.remainingMilliseconds, piece: piece, done: done, exchange)
    }
  }
}

extension HTTPService {
  /// Starts an exchange whose number is written to `exchange` before `piece` or `done` can run.
  fileprivate func stream(
    _ request: HTTPClientRequest, lifetimeMilliseconds: Int?, piece: HTTPCompletion,
    done: HTTPCompletion, _ exchange: UnsafeMutablePointer<UInt64>?
  ) {
    let number = client.makeExchange()
    exchange?.pointee = number
    client.stream(request, exchange: number, lifetimeMilliseconds: lifetimeMilliseconds) {
      switch $0 {
      case .head(let head): piece.succeed(head)
      case .body(let bytes): piece.deliver(body: bytes)
      }
    } completion: { outcome in
      switch outcome {
      case .success: done.deliver()
      case .failure(let error): done.fail(error)
      }
    }
  }
}
