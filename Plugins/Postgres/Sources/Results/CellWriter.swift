internal import JSON

/// Writes cells as JSON, from the server's bytes straight into the bytes of the result.
struct CellWriter {
  var json: JSONWriter
  /// Room for values that are not copied as they stand, used again for each.
  var scratch: [UInt8] = []
  /// Room for the elements of arrays.
  var element: [UInt8] = []

  init(reserving capacity: Int) {
    json = JSONWriter(reserving: capacity)
  }

  /// One cell that is not NULL; where the value is longer than `limit` bytes, the beginning of it
  /// as a string. Answers how many bytes it has then, else nil.
  mutating func cell(_ text: Span<UInt8>, _ plan: ColumnPlan, limit: Int) -> Int? {
    if text.count > limit, let length = plan.lengthOfCut(text, limit: limit) {
      if plan.isBytes { bytes(text, limit: limit) } else { cut(text, limit: limit) }
      return length
    }
    if let delimiter = plan.delimiter {
      array(text, plan.form, delimiter: delimiter)
    } else {
      scalar(text, plan.form)
    }
    return nil
  }

  /// One value that is no array, whole.
  mutating func scalar(_ text: Span<UInt8>, _ form: ValueForm) {
    switch form {
    case .text: json.string(text)
    case .boolean: json.bool(text.first == UInt8(ascii: "t"))
    case .integer: json.raw(text)
    case .bigInteger: number(text, isExact: NumberText.isSafeInteger(text))
    case .floating: number(text, isExact: NumberText.isFinite(text))
    case .numeric: number(text, isExact: NumberText.isSafeDecimal(text))
    case .json: document(text, isValid: DocumentText.isValid(text))
    case .jsonb: document(text, isValid: DocumentText.isAccepted(text))
    case .bytes: bytes(text, limit: .max)
    case .timestamp, .timeWithZone: time(text)
    case .vector: vector(text)
    }
  }

  private mutating func number(_ text: Span<UInt8>, isExact: Bool) {
    if isExact { json.raw(text) } else { json.string(text) }
  }

  private mutating func document(_ text: Span<UInt8>, isValid: Bool) {
    if isValid { json.raw(text) } else { json.string(text) }
  }

  /// The beginning of a value as a string, cut between two characters.
  mutating func cut(_ text: Span<UInt8>, limit: Int) {
    var end = min(limit, text.count)
    // No character has more than three bytes after its first.
    for _ in 0..<3 where end > 0 && end < text.count && text[end] & 0xC0 == 0x80 { end -= 1 }
    json.string(text.extracting(0..<end))
  }

  /// Numbers with a space between them.
  private mutating func vector(_ text: Span<UInt8>) {
    json.beginArray()
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: " ") {
      if start < index { json.raw(text.extracting(start..<index)) }
      start = index + 1
    }
    json.endArray()
  }
}

extension Span<UInt8> {
  var first: UInt8? { isEmpty ? nil : self[0] }
  var last: UInt8? { isEmpty ? nil : self[count - 1] }
}

extension JSONWriter {
  /// A string; what is no UTF-8 becomes U+FFFD.
  mutating func string(_ text: Span<UInt8>) {
    // The view lives while the closure runs, and is not kept.
    unsafe text.withUnsafeBytes { unsafe string(utf8: $0) }
  }

  /// One complete JSON value as it is.
  mutating func raw(_ text: Span<UInt8>) {
    // As above.
    unsafe text.withUnsafeBytes { unsafe raw($0) }
  }
}

extension [UInt8] {
  mutating func append(_ text: Span<UInt8>) {
    // The view lives while the closure runs, and is not kept.
    unsafe text.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}
