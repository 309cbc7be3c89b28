import PluginABI

/// A `toolrack_request` in a call frame: UInt64 deadline, UInt8 `RequestKind`, eleven UInt32
/// lengths in the order of `RequestViews`, then the bytes.
enum RequestFrame {
  /// How many bytes of payload the request takes.
  static func byteCount(_ request: toolrack_request) -> Int {
    var request = request
    return request.withViews { $0.byteCount } + 8 + 1 + 4 * RequestViews.count
  }

  static func append(
    _ kind: RequestKind, _ request: toolrack_request, call: UInt64, to frames: inout [UInt8]
  ) {
    var request = request
    let deadline = request.deadline_nanoseconds
    frames.appendFrame(.call, call: call) { frame in
      frame.appendInteger(deadline)
      frame.appendInteger(kind.rawValue)
      request.withViews { views in
        for index in 0..<RequestViews.count {
          frame.appendInteger(UInt32(views[index].buffer.count))
        }
        for index in 0..<RequestViews.count { frame.append(bytes: views[index].buffer) }
      }
    }
  }

  /// The request in `payload`, in place.
  static func decode(
    _ payload: UnsafeRawBufferPointer
  ) throws(FrameError) -> (kind: RequestKind, request: toolrack_request) {
    var cursor = FrameCursor(payload)
    var request = toolrack_request.empty
    request.deadline_nanoseconds = try cursor.integer(UInt64.self)
    guard let kind = RequestKind(rawValue: try cursor.integer(UInt8.self)) else {
      throw FrameError(description: "a call is of no known kind")
    }
    var lengths = InlineArray<11, Int>(repeating: 0)
    for index in lengths.indices { lengths[index] = Int(try cursor.integer(UInt32.self)) }
    var views = InlineArray<11, toolrack_bytes>(repeating: toolrack_bytes())
    for index in views.indices { views[index] = toolrack_bytes(try cursor.bytes(lengths[index])) }
    request.withViews { target in
      for index in views.indices { target[index] = views[index] }
    }
    return (kind, request)
  }
}
