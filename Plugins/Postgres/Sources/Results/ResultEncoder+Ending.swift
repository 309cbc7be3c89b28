internal import JSON
internal import PluginKit

/// The end of a result.
extension ResultEncoder {
  /// The result of a guarded read.
  ///
  /// - Parameters:
  ///   - elapsed: nanoseconds since the call began to run.
  ///   - more: writes further members.
  mutating func finish(
    _ outcome: ReadOutcome, elapsed: Int64, _ more: (inout JSONWriter) -> Void = { _ in }
  ) -> ToolResult {
    endRows()
    writeExtent(hasMore: outcome.hasMore)
    finish(outcome.notices, elapsed: elapsed, more)
    var bytes: [UInt8] = []
    swap(&bytes, &writer.json.bytes)
    return .json(encoded: bytes)
  }

  private mutating func writeExtent(hasMore: Bool) {
    writer.json.key("row_count")
    writer.json.integer(rowCount)
    let reason = cutBy(hasMore: hasMore)
    writer.json.key("truncated")
    writer.json.bool(reason != nil)
    if let reason {
      writer.json.key("truncated_by")
      writer.json.string(reason)
    }
    if cuts.count > 0 { writeCuts() }
  }

  /// What the most is missing for.
  private func cutBy(hasMore: Bool) -> StaticString? {
    if isFull { return "bytes" }
    if hasMore { return "rows" }
    return cuts.count > 0 ? "cell" : nil
  }

  /// Which cells were cut, and how long each is: rows from 0.
  private mutating func writeCuts() {
    writer.json.key("cut_cells")
    writer.json.beginArray()
    for cell in cuts.named {
      writer.json.beginObject()
      writer.json.key("row")
      writer.json.integer(cell.row)
      writer.json.key("column")
      writer.json.string(columns[cell.column].name)
      writer.json.key("bytes")
      writer.json.integer(cell.bytes)
      writer.json.endObject()
    }
    writer.json.endArray()
    guard cuts.count > cuts.named.count else { return }
    writer.json.key("cut_cell_count")
    writer.json.integer(cuts.count)
  }

  private mutating func finish(
    _ notices: [Notice], elapsed: Int64, _ more: (inout JSONWriter) -> Void
  ) {
    writer.json.key("elapsed_ms")
    writer.json.milliseconds(nanoseconds: elapsed)
    if !notices.isEmpty {
      writer.json.key("notices")
      writer.json.notices(notices)
    }
    writer.json.key("read_from")
    writer.json.string(isStandby ? "standby" : "primary")
    more(&writer.json)
    writer.json.endObject()
  }
}

extension JSONWriter {
  /// Milliseconds with one decimal.
  mutating func milliseconds(nanoseconds: Int64) {
    double(Double(max(0, nanoseconds) / 100_000) / 10)
  }

  /// What the server remarked.
  mutating func notices(_ notices: [Notice]) {
    beginArray()
    for notice in notices {
      beginObject()
      member("severity", notice.severity)
      member("message", notice.message)
      if let detail = notice.detail { member("detail", detail) }
      if let hint = notice.hint { member("hint", hint) }
      endObject()
    }
    endArray()
  }

  /// A member that is a text.
  mutating func member(_ key: StaticString, _ text: String) {
    self.key(key)
    string(text)
  }
}
