import PluginABI

/// A `toolrack_result` in a frame: UInt32 flags, UInt32 number of parts, UInt64 retry-after, UInt64
/// ttl, seven UInt32 lengths (structured, meta, description, error summary, error detail, input
/// requests, state), per part UInt32 kind, UInt32 role and five UInt32 lengths (data, media type,
/// uri, name, members), then all the bytes in the same order.
enum ResultFrame {
  /// Appends the frame, or says why the result cannot travel.
  static func append(
    _ result: toolrack_result, call: UInt64, to frames: inout [UInt8]
  ) throws(FrameError) {
    let parts = UnsafeBufferPointer(
      start: result.parts, count: result.parts == nil ? 0 : result.part_count)
    guard parts.count <= FrameLimits.maximumParts else {
      throw FrameError(
        description: "the result has \(parts.count) parts, more than \(FrameLimits.maximumParts)")
    }
    var size = 0
    for index in 0..<7 { size += views(of: result)[index].buffer.count }
    for part in parts { for index in 0..<5 { size += views(of: part)[index].buffer.count } }
    guard size <= FrameLimits.maximumPayloadBytes - FrameLimits.maximumParts * 28 - 64 else {
      throw FrameError(description: "the result has \(size) bytes, more than a worker may send")
    }
    frames.appendFrame(.completed, call: call) { frame in
      appendHead(result, parts, to: &frame)
      let own = views(of: result)
      for index in 0..<7 { frame.append(bytes: own[index].buffer) }
      for part in parts {
        let own = views(of: part)
        for index in 0..<5 { frame.append(bytes: own[index].buffer) }
      }
    }
  }

  private static func appendHead(
    _ result: toolrack_result, _ parts: UnsafeBufferPointer<toolrack_part>, to frame: inout [UInt8]
  ) {
    frame.appendInteger(result.flags)
    frame.appendInteger(UInt32(parts.count))
    frame.appendInteger(result.retry_after_milliseconds)
    frame.appendInteger(result.ttl_milliseconds)
    let own = views(of: result)
    for index in 0..<7 { frame.appendInteger(UInt32(own[index].buffer.count)) }
    for part in parts {
      frame.appendInteger(part.kind)
      frame.appendInteger(part.role)
      let own = views(of: part)
      for index in 0..<5 { frame.appendInteger(UInt32(own[index].buffer.count)) }
    }
  }

  /// Decodes `payload` in place and runs `body` with the result, valid while it runs.
  static func decode(
    _ payload: UnsafeRawBufferPointer, _ body: (UnsafePointer<toolrack_result>) -> Void
  ) throws(FrameError) {
    var cursor = FrameCursor(payload)
    var result = toolrack_result()
    result.size = UInt32(MemoryLayout<toolrack_result>.size)
    result.flags = try cursor.integer(UInt32.self)
    let count = Int(try cursor.integer(UInt32.self))
    guard count <= FrameLimits.maximumParts else {
      throw FrameError(description: "a result has too many parts")
    }
    result.retry_after_milliseconds = try cursor.integer(UInt64.self)
    result.ttl_milliseconds = try cursor.integer(UInt64.self)
    var lengths = InlineArray<7, Int>(repeating: 0)
    for index in lengths.indices { lengths[index] = Int(try cursor.integer(UInt32.self)) }
    var parts: [toolrack_part] = []
    parts.reserveCapacity(count)
    var partLengths: [InlineArray<5, Int>] = []
    partLengths.reserveCapacity(count)
    for _ in 0..<count { partLengths.append(try decodePartHead(&cursor, &parts)) }
    try decodeViews(&cursor, lengths, &result)
    for index in parts.indices { try decodeViews(&cursor, partLengths[index], &parts[index]) }
    parts.withUnsafeBufferPointer { parts in
      result.parts = parts.baseAddress
      result.part_count = parts.count
      body(&result)
    }
  }

  private static func decodePartHead(
    _ cursor: inout FrameCursor, _ parts: inout [toolrack_part]
  ) throws(FrameError) -> InlineArray<5, Int> {
    var part = toolrack_part()
    part.kind = try cursor.integer(UInt32.self)
    part.role = try cursor.integer(UInt32.self)
    parts.append(part)
    var lengths = InlineArray<5, Int>(repeating: 0)
    for index in lengths.indices { lengths[index] = Int(try cursor.integer(UInt32.self)) }
    return lengths
  }

  private static func decodeViews(
    _ cursor: inout FrameCursor, _ lengths: InlineArray<7, Int>, _ result: inout toolrack_result
  ) throws(FrameError) {
    result.structured = toolrack_bytes(try cursor.bytes(lengths[0]))
    result.meta = toolrack_bytes(try cursor.bytes(lengths[1]))
    result.description = toolrack_bytes(try cursor.bytes(lengths[2]))
    result.error_summary = toolrack_bytes(try cursor.bytes(lengths[3]))
    result.error_detail = toolrack_bytes(try cursor.bytes(lengths[4]))
    result.input_requests = toolrack_bytes(try cursor.bytes(lengths[5]))
    result.state = toolrack_bytes(try cursor.bytes(lengths[6]))
  }

  private static func decodeViews(
    _ cursor: inout FrameCursor, _ lengths: InlineArray<5, Int>, _ part: inout toolrack_part
  ) throws(FrameError) {
    part.data = toolrack_bytes(try cursor.bytes(lengths[0]))
    part.media_type = toolrack_bytes(try cursor.bytes(lengths[1]))
    part.uri = toolrack_bytes(try cursor.bytes(lengths[2]))
    part.name = toolrack_bytes(try cursor.bytes(lengths[3]))
    part.members = toolrack_bytes(try cursor.bytes(lengths[4]))
  }

  private static func views(of result: toolrack_result) -> InlineArray<7, toolrack_bytes> {
    [
      result.structured, result.meta, result.description, result.error_summary,
      result.error_detail, result.input_requests, result.state,
    ]
  }

  private static func views(of part: toolrack_part) -> InlineArray<5, toolrack_bytes> {
    [part.data, part.media_type, part.uri, part.name, part.members]
  }
}
