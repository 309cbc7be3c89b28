package import PluginABI

/// The eleven views of a `toolrack_request`, `name` to `call_id`. They lie one after the other in
/// the struct (the header asserts its size), so a request is copied and framed in a loop.
struct RequestViews {
  static let count = 11

  let base: UnsafeMutablePointer<toolrack_bytes>

  subscript(index: Int) -> toolrack_bytes {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }

  /// The bytes of all views together.
  var byteCount: Int {
    var total = 0
    for index in 0..<Self.count { total += base[index].buffer.count }
    return total
  }

  /// Copies the bytes of every view of `source` to `memory`, one after the other, and points the
  /// views at the copies. `memory` must have room for `source.byteCount` bytes.
  func copyBytes(of source: RequestViews, to memory: UnsafeMutableRawPointer) {
    var next = memory
    for index in 0..<Self.count {
      let bytes = source[index].buffer
      if let start = bytes.baseAddress { next.copyMemory(from: start, byteCount: bytes.count) }
      self[index] = toolrack_bytes(UnsafeRawBufferPointer(start: next, count: bytes.count))
      next += bytes.count
    }
  }
}

extension toolrack_request {
  /// An empty request of this version's size.
  package static var empty: toolrack_request {
    var request = toolrack_request()
    request.size = UInt32(MemoryLayout<toolrack_request>.size)
    return request
  }

  /// Runs `body` with the views of this request, valid while it runs.
  mutating func withViews<Result>(_ body: (RequestViews) -> Result) -> Result {
    withUnsafeMutablePointer(to: &self) { request in
      let offset = MemoryLayout<toolrack_request>.offset(of: \.name) ?? 8
      let first = UnsafeMutableRawPointer(request) + offset
      return body(RequestViews(base: first.assumingMemoryBound(to: toolrack_bytes.self)))
    }
  }
}
