/// The format of server-sent events (WHATWG HTML section 9.2.6).
enum EventStream {
  /// The fields of every event stream: never stored, never held back by a proxy.
  static let fields: HTTPFields = [
    "Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no",
  ]

  /// One event. Each line of `data`, however it ends, becomes one `data:` line; the reader joins
  /// them with line feeds.
  static func event(
    data: [UInt8], id: String? = nil, retryMilliseconds: Int? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + 16)
    if let id { appendLines("id: ", Array(id.utf8.filter { $0 >= ASCII.space }), to: &bytes) }
    if let retryMilliseconds {
      appendLines("retry: ", Array("\(retryMilliseconds)".utf8), to: &bytes)
    }
    appendLines("data: ", data, to: &bytes)
    bytes.append(ASCII.lineFeed)
    return bytes
  }

  /// A comment, which readers ignore; it keeps idle connections from being cut.
  static func comment(_ text: StaticString) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(": ")
    bytes.append(text)
    bytes.append("\n\n")
    return bytes
  }

  private static func appendLines(
    _ prefix: StaticString, _ text: [UInt8], to bytes: inout [UInt8]
  ) {
    var start = 0
    while true {
      bytes.append(prefix)
      let end = text[start...].firstIndex { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn }
      bytes.append(contentsOf: text[start..<(end ?? text.count)])
      bytes.append(ASCII.lineFeed)
      guard let end else { return }
      let isPair =
        text[end] == ASCII.carriageReturn && end + 1 < text.count
        && text[end + 1] == ASCII.lineFeed
      start = end + (isPair ? 2 : 1)
    }
  }
}
