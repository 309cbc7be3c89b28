import JSON

/// JSON from a plugin, which is never trusted to be valid.
extension ContentWriter {
  /// Adds the members of an object to the one being written, except those it has already.
  mutating func merge(
    _ json: UnsafeRawBufferPointer, besides own: [StaticString], _ place: StaticString
  ) {
    guard let document = parseObject(json, place) else { return }
    let faulty = MemberKinds.ofContent.filter { $0.fault(in: document, document.root) != nil }
    if let first = faulty.first?.fault(in: document, document.root) { note("\(place): \(first)") }
    append(document, besides: own + faulty.map(\.key))
  }

  /// Adds the members of an object to the one being written, except those.
  mutating func append(_ document: JSONDocument, besides own: [StaticString]) {
    for (key, value) in document.members(document.root)
    where !own.contains(where: { document.equals(key, $0) }) {
      writer.raw(document.slice(key))
      writer.bytes.append(UInt8(ascii: ":"))
      document.slice(value).withUnsafeBytes { InsignificantSpace.append($0, to: &writer.bytes) }
    }
  }

  /// The JSON, if it is an object; else the fault is noted.
  mutating func parseObject(
    _ json: UnsafeRawBufferPointer, _ place: StaticString
  ) -> JSONDocument? {
    guard let document = parse(json, place) else { return nil }
    guard document.kind(document.root) == .object else {
      note("\(place): a JSON object is needed, not \(document.kind(document.root).phrase)")
      return nil
    }
    return document
  }

  /// The JSON, if it is valid; else the fault is noted.
  mutating func parse(
    _ json: UnsafeRawBufferPointer, _ place: StaticString
  ) -> JSONDocument? {
    do {
      return try JSONDocument(parsing: Array(json))
    } catch {
      note("\(place): \(error)")
      return nil
    }
  }

  /// Keeps the first fault.
  mutating func note(_ text: String) {
    if fault == nil { fault = text }
  }
}
