import JSON

/// Notifications on the stream of one call, ahead of its response.
extension MCPCall {
  /// How far the call is; nil where the client gave no progress token, or a number is not finite.
  ///
  /// The caller sends only values that grow, and none after the response.
  ///
  /// - Parameters:
  ///   - total: nil where it is unknown.
  ///   - message: one line of UTF-8, or empty.
  package func progressNotification(
    _ done: Double, of total: Double? = nil,
    message: UnsafeRawBufferPointer = ContentWriter.nothing
  ) -> [UInt8]? {
    guard let progressToken, done.isFinite, total?.isFinite ?? true else { return nil }
    var writer = JSONWriter(reserving: 160 + message.count)
    begin("notifications/progress", &writer)
    writer.key("progressToken")
    writer.raw(bytes[progressToken])
    writer.key("progress")
    Self.write(done, &writer)
    if let total {
      writer.key("total")
      Self.write(total, &writer)
    }
    if !message.isEmpty {
      writer.key("message")
      writer.string(utf8: message)
    }
    end(&writer)
    return writer.bytes
  }

  /// Whole numbers without a fraction.
  private static func write(_ number: Double, _ writer: inout JSONWriter) {
    if let whole = Int64(exactly: number) {
      writer.integer(whole)
    } else {
      writer.double(number)
    }
  }

  /// A log message; nil where the client did not ask for messages of that level.
  ///
  /// - Parameters:
  ///   - logger: who says it, or empty.
  ///   - message: one line of UTF-8.
  ///   - fields: a JSON object with more, or empty; left out where it is none.
  package func logNotification(
    _ level: LogLevel, logger: String, message: UnsafeRawBufferPointer,
    fields: UnsafeRawBufferPointer = ContentWriter.nothing
  ) -> [UInt8]? {
    guard let least = logLevel, level >= least else { return nil }
    var writer = JSONWriter(reserving: 160 + message.count + fields.count)
    begin("notifications/message", &writer)
    writer.key("level")
    writer.string(level.text)
    if !logger.isEmpty {
      writer.key("logger")
      writer.string(logger)
    }
    writer.key("data")
    Self.write(data: message, fields, &writer)
    end(&writer)
    return writer.bytes
  }

  /// The text alone, or with the fields beside it as `message`.
  private static func write(
    data message: UnsafeRawBufferPointer, _ fields: UnsafeRawBufferPointer,
    _ writer: inout JSONWriter
  ) {
    guard !fields.isEmpty, let document = try? JSONDocument(parsing: Array(fields)),
      document.kind(document.root) == .object
    else {
      writer.string(utf8: message)
      return
    }
    writer.beginObject()
    writer.key("message")
    writer.string(utf8: message)
    for (key, value) in document.members(document.root) where !document.equals(key, "message") {
      writer.raw(document.slice(key))
      writer.bytes.append(UInt8(ascii: ":"))
      document.slice(value).withUnsafeBytes { InsignificantSpace.append($0, to: &writer.bytes) }
    }
    writer.endObject()
  }

  private func begin(_ method: StaticString, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    writer.key("method")
    writer.string(method)
    writer.key("params")
    writer.beginObject()
  }

  private func end(_ writer: inout JSONWriter) {
    writer.endObject()
    writer.endObject()
  }
}
