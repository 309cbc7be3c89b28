import PluginABI

/// Texts in memory of their own, overwritten before it is freed: who looks later sees it.
struct BorrowedTexts {
  private let memory: [UnsafeMutableRawBufferPointer]
  let views: [toolrack_bytes]

  init(_ texts: [String]) {
    memory = texts.map { text in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
      copy.copyBytes(from: text.utf8)
      return copy
    }
    views = memory.map { buffer in
      toolrack_bytes(
        pointer: UnsafePointer(buffer.bindMemory(to: UInt8.self).baseAddress), count: buffer.count)
    }
  }

  /// Lends a response while `receive` runs, and spoils its memory after that.
  static func deliver(
    status: UInt32 = 0, fields: [(String, String)] = [], body: String = "",
    failure: UInt32 = TOOLRACK_HTTP_OK, message: String = "",
    to receive: (UnsafePointer<toolrack_http_response>) -> Void
  ) {
    let memory = BorrowedTexts(fields.flatMap { [$0.0, $0.1] } + [body, message])
    let encoded = fields.indices.map {
      toolrack_http_field(name: memory.views[2 * $0], value: memory.views[2 * $0 + 1])
    }
    var response = toolrack_http_response()
    response.size = UInt32(MemoryLayout<toolrack_http_response>.size)
    response.status = status
    response.failure = failure
    response.body = memory.views[2 * fields.count]
    response.message = memory.views[2 * fields.count + 1]
    encoded.withUnsafeBufferPointer { encoded in
      response.fields = encoded.baseAddress
      response.field_count = encoded.count
      receive(&response)
    }
    memory.free()
  }

  func free() {
    for buffer in memory {
      for index in buffer.indices { buffer[index] = UInt8(ascii: "?") }
      buffer.deallocate()
    }
  }
}
