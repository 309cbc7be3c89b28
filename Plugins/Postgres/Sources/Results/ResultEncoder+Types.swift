internal import JSON

/// Types that were met for the first time.
extension ResultEncoder {
  /// Asks for the types of columns that were not known when the rows came. Right after the read,
  /// on its session, which is free again. Where that fails, values stay strings.
  mutating func learnTypes(_ session: Session) {
    guard plans.contains(where: { !$0.isKnown }) else { return }
    try? types.learn(columns.map(\.typeOID), from: session)
    retype()
  }

  /// Writes the result again with what is known by now: the names of types, and arrays as arrays.
  /// Rows that do not fit any more are left out, and that is told.
  mutating func retype() {
    let learnt = columns.map { ColumnPlan($0, types) }
    guard learnt != plans else { return }
    plans = learnt
    var old: [UInt8] = []
    swap(&old, &writer.json.bytes)
    writer.json.reset()
    writeColumns()
    var cells = deferred[...]
    for (row, start) in rowStarts.enumerated() {
      let end = row + 1 < rowStarts.count ? rowStarts[row + 1].offset : old.count
      let place = writer.json.bytes.count
      retype(old, start.offset..<end, &cells)
      guard writer.json.bytes.count <= bytesLimit else {
        writer.json.bytes.removeSubrange(place...)
        cuts.forget(after: start.cuts)
        (rowCount, isFull) = (row, true)
        break
      }
    }
    (deferred, rowStarts) = ([], [])
  }

  /// One row. Takes the cells of it from the front of `cells`.
  private mutating func retype(
    _ old: [UInt8], _ row: Range<Int>, _ cells: inout ArraySlice<DeferredCell>
  ) {
    var copied = row.lowerBound
    while let cell = cells.first, cell.range.lowerBound < row.upperBound {
      cells.removeFirst()
      let plan = plans[cell.column]
      guard let delimiter = plan.delimiter else { continue }
      writer.json.bytes += old[copied..<cell.range.lowerBound]
      let text = Self.text(old[cell.range])
      writer.lone { $0.array(text.span, plan.form, delimiter: delimiter) }
      copied = cell.range.upperBound
    }
    writer.json.bytes += old[copied..<row.upperBound]
  }

  /// What a JSON string says.
  private static func text(_ json: ArraySlice<UInt8>) -> [UInt8] {
    guard let document = try? JSONDocument(parsing: Array(json)) else { return [] }
    return Array((document.string(document.root) ?? "").utf8)
  }
}

extension CellWriter {
  /// Writes one value without the comma before it, which stands there already.
  fileprivate mutating func lone(_ write: (inout CellWriter) -> Void) {
    var part = CellWriter(reserving: 0)
    write(&part)
    json.bytes += part.json.bytes
  }
}
