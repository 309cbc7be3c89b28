import PluginABI
import Testing

@testable import PluginHost

@Suite struct FrameTests {
  private func frames(_ bytes: [UInt8], step: Int) throws -> [(FrameKind, UInt64, [UInt8])] {
    var buffer = FrameBuffer()
    var found: [(FrameKind, UInt64, [UInt8])] = []
    for start in stride(from: 0, to: bytes.count, by: step) {
      buffer.append(Array(bytes[start..<min(start + step, bytes.count)]))
      while let frame = try buffer.next() {
        found.append((frame.kind, frame.call, Array(frame.payload)))
      }
    }
    return found
  }

  @Test func framesSurviveEverySplit() throws {
    var bytes: [UInt8] = []
    bytes.appendFrame(.hello) { $0.append(contentsOf: "{}".utf8) }
    bytes.appendFrame(.cancel, call: 42)
    bytes.appendFrame(.lists, call: .max) {
      $0.append(contentsOf: [UInt8](repeating: 7, count: 99))
    }
    for step in 1...bytes.count {
      let found = try frames(bytes, step: step)
      try #require(found.count == 3)
      #expect(found[0] == (.hello, 0, Array("{}".utf8)))
      #expect(found[1] == (.cancel, 42, []))
      #expect(found[2] == (.lists, .max, [UInt8](repeating: 7, count: 99)))
    }
  }

  @Test func anUnknownKindAndAnOversizedFrameAreRefused() {
    var unknown: [UInt8] = []
    unknown.appendFrame(.cancel)
    unknown[4] = 200
    #expect(throws: FrameError.self) { try frames(unknown, step: unknown.count) }
    var large: [UInt8] = []
    large.appendFrame(.cancel)
    large.replaceSubrange(0..<4, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: FrameError.self) { try frames(large, step: large.count) }
  }

  @Test func aRequestArrivesAsItWasSent() throws {
    let texts = (0..<RequestViews.count).map { String(repeating: "\($0)", count: $0) }
    var frame: [UInt8] = []
    withViews(texts) { views in
      var request = toolrack_request.empty
      request.deadline_nanoseconds = 77
      request.withViews { target in for index in views.indices { target[index] = views[index] } }
      RequestFrame.append(.prompt, request, call: 5, to: &frame)
    }
    let payload = Array(frame.dropFirst(FrameLimits.headerBytes))
    try payload.withUnsafeBytes { payload in
      var (kind, decoded) = try RequestFrame.decode(payload)
      #expect(kind == .prompt)
      #expect(decoded.deadline_nanoseconds == 77)
      #expect(decoded.size == UInt32(MemoryLayout<toolrack_request>.size))
      #expect(decoded.name.text == "" && decoded.call_id.text == texts[10])
      decoded.withViews { views in
        for index in texts.indices { #expect(views[index].text == texts[index]) }
      }
    }
  }

  @Test func aCutRequestIsRefusedAtEveryLength() {
    var frame: [UInt8] = []
    withViews(["name", "{\"a\":1}"]) { views in
      var request = toolrack_request.empty
      request.name = views[0]
      request.arguments = views[1]
      RequestFrame.append(.prompt, request, call: 5, to: &frame)
    }
    let payload = Array(frame.dropFirst(FrameLimits.headerBytes))
    for length in 0..<payload.count {
      payload[..<length].withUnsafeBytes { cut in
        _ = #expect(throws: FrameError.self) { try RequestFrame.decode(cut) }
      }
    }
  }

  @Test func aRequestOfNoKnownKindIsRefused() {
    var frame: [UInt8] = []
    RequestFrame.append(.completion, .empty, call: 5, to: &frame)
    var payload = Array(frame.dropFirst(FrameLimits.headerBytes))
    payload[8] = 4
    payload.withUnsafeBytes { payload in
      _ = #expect(throws: FrameError.self) { try RequestFrame.decode(payload) }
    }
  }

  @Test func aLogLineArrivesAsItWasSentAndIsBounded() throws {
    func frame(_ message: Int, _ fields: Int) throws -> [UInt8] {
      var frame: [UInt8] = []
      withViews([String(repeating: "m", count: message), String(repeating: "f", count: fields)]) {
        let line = LogFrame.Line(level: .alert, message: $0[0].buffer, fields: $0[1].buffer)
        LogFrame.append(line, call: 5, to: &frame)
      }
      return Array(frame.dropFirst(FrameLimits.headerBytes))
    }
    let limit = PluginInstance.maximumLogBytes
    try frame(limit, limit).withUnsafeBytes { payload in
      let line = try LogFrame.decode(payload)
      #expect(line.level == .alert)
      #expect(line.message.count == limit && line.fields.count == limit)
      #expect(line.message.first == UInt8(ascii: "m") && line.fields.last == UInt8(ascii: "f"))
    }
    for (message, fields) in [(limit + 1, 0), (0, limit + 1)] {
      try frame(message, fields).withUnsafeBytes { payload in
        _ = #expect(throws: FrameError.self) { try LogFrame.decode(payload) }
      }
    }
    for length in 0..<8 {
      try frame(4, 0).prefix(length).withUnsafeBytes { payload in
        _ = #expect(throws: FrameError.self) { try LogFrame.decode(payload) }
      }
    }
  }

  @Test func aSubscriptionArrivesAsItWasSent() throws {
    var frame: [UInt8] = []
    SubscriptionFrame.append(true, URIKey("x:1"), to: &frame)
    var payload = Array(frame.dropFirst(FrameLimits.headerBytes))
    try payload.withUnsafeBytes { payload in
      let (isSubscribed, uri) = try SubscriptionFrame.decode(payload)
      #expect(isSubscribed && uri == URIKey("x:1"))
    }
    payload[0] = 2
    for wrong in [payload, [], [1]] {
      wrong.withUnsafeBytes { wrong in
        _ = #expect(throws: FrameError.self) { try SubscriptionFrame.decode(wrong) }
      }
    }
  }

  private static func result(_ views: [toolrack_bytes], _ body: (toolrack_result) throws -> Void)
    rethrows
  {
    var part = toolrack_part()
    part.kind = UInt32(TOOLRACK_PART_RESOURCE_BLOB)
    part.role = UInt32(TOOLRACK_ROLE_ASSISTANT)
    part.data = views[7]
    part.media_type = views[8]
    part.uri = views[9]
    part.name = views[10]
    part.members = views[11]
    try withUnsafePointer(to: part) { part in
      var result = toolrack_result()
      result.size = UInt32(MemoryLayout<toolrack_result>.size)
      result.flags = 3
      result.parts = part
      result.part_count = 1
      result.structured = views[0]
      result.meta = views[1]
      result.description = views[2]
      result.error_summary = views[3]
      result.error_detail = views[4]
      result.input_requests = views[5]
      result.state = views[6]
      result.retry_after_milliseconds = 9
      result.ttl_milliseconds = 8
      try body(result)
    }
  }

  @Test func aResultArrivesAsItWasSent() throws {
    let texts = (0..<12).map { "text \($0) é" }
    var frame: [UInt8] = []
    try withViews(texts) { views in
      try Self.result(views) { try ResultFrame.append($0, call: 5, to: &frame) }
    }
    try Array(frame.dropFirst(FrameLimits.headerBytes)).withUnsafeBytes { payload in
      var wasRun = false
      try ResultFrame.decode(payload) { pointer in
        wasRun = true
        let result = pointer.pointee
        #expect(result.flags == 3 && result.part_count == 1)
        #expect(result.retry_after_milliseconds == 9 && result.ttl_milliseconds == 8)
        #expect(result.structured.text == texts[0] && result.state.text == texts[6])
        let part = result.parts?.pointee
        #expect(part?.kind == UInt32(TOOLRACK_PART_RESOURCE_BLOB))
        #expect(part?.role == UInt32(TOOLRACK_ROLE_ASSISTANT))
        #expect(part?.data.text == texts[7] && part?.members.text == texts[11])
      }
      #expect(wasRun)
    }
  }

  @Test func aCutOrLyingResultIsRefused() throws {
    var frame: [UInt8] = []
    try withViews((0..<12).map { "\($0)" }) { views in
      try Self.result(views) { try ResultFrame.append($0, call: 5, to: &frame) }
    }
    let payload = Array(frame.dropFirst(FrameLimits.headerBytes))
    for length in 0..<payload.count {
      payload[..<length].withUnsafeBytes { cut in
        _ = #expect(throws: FrameError.self) { try ResultFrame.decode(cut) { _ in } }
      }
    }
    var lying = payload
    lying.replaceSubrange(4..<8, with: [0xFF, 0xFF, 0xFF, 0x7F])
    lying.withUnsafeBytes { lying in
      _ = #expect(throws: FrameError.self) { try ResultFrame.decode(lying) { _ in } }
    }
  }

  /// Borrowed views of texts, valid while `body` runs.
  private func withViews(_ texts: [String], _ body: ([toolrack_bytes]) throws -> Void) rethrows {
    let all = texts.flatMap { Array($0.utf8) }
    try all.withUnsafeBytes { bytes in
      var views: [toolrack_bytes] = []
      var next = 0
      for text in texts {
        let count = text.utf8.count
        views.append(toolrack_bytes(UnsafeRawBufferPointer(rebasing: bytes[next..<(next + count)])))
        next += count
      }
      try body(views)
    }
  }
}
