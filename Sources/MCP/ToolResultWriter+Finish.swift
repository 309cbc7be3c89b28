import JSON

/// The end of a result: structured content, the error flag and metadata.
extension ToolResultWriter {
  /// Ends the response and gives its bytes; the writer is of no use afterwards.
  ///
  /// Structured content goes where the revision takes it: any value since 2026-07-28, objects
  /// since 2025-06-18. A result without parts gets its JSON as text, which every client can read.
  ///
  /// - Parameters:
  ///   - structured: one JSON value, or nothing.
  ///   - meta: a JSON object for `_meta`, or nothing.
  package mutating func finish(
    isError: Bool = false, structured: UnsafeRawBufferPointer = nothing,
    meta: UnsafeRawBufferPointer = nothing
  ) -> [UInt8] {
    let document = structured.isEmpty ? nil : parse(structured, "structured content")
    if let document, !hasContent { text(Self.line(structured, document)) }
    let metadata = meta.isEmpty ? nil : parseObject(meta, "metadata of the result")
    if let fault { text("The tool's answer is not valid: \(fault)") }
    writer.endArray()
    if let document, takesStructured(document) {
      writer.bytes.append(",\"structuredContent\":")
      InsignificantSpace.append(structured, to: &writer.bytes)
    }
    if isError || fault != nil { writer.bytes.append(",\"isError\":true") }
    appendMeta(metadata)
    writer.bytes.append("}}")
    var bytes: [UInt8] = []
    swap(&bytes, &writer.bytes)
    return bytes
  }

  private func takesStructured(_ document: JSONDocument) -> Bool {
    switch revision {
    case .march2025: false
    case .june2025, .november2025: document.kind(document.root) == .object
    case .july2026: true
    }
  }

  private mutating func appendMeta(_ metadata: JSONDocument?) {
    if revision.isModern {
      writer.bytes.append(",\"resultType\":\"complete\",")
      writer.bytes += rendered.modernMetaOpen
      if let metadata { append(metadata, besides: [MetadataKey.serverInfo]) }
      writer.bytes.append("}")
    } else if let metadata {
      writer.key("_meta")
      writer.beginObject()
      append(metadata, besides: [])
      writer.endObject()
    }
  }

  private static func line(_ json: UnsafeRawBufferPointer, _ document: JSONDocument) -> String {
    var line: [UInt8] = []
    InsignificantSpace.append(json, to: &line)
    return String(decoding: line, as: UTF8.self)
  }
}

/// JSON from a tool, which is never trusted to be valid.
extension ToolResultWriter {
  /// Adds the members of an object to the one being written, except those it has already.
  mutating func merge(
    _ json: UnsafeRawBufferPointer, besides own: [StaticString], _ place: StaticString
  ) {
    guard let document = parseObject(json, place) else { return }
    let faulty = MemberKinds.ofContent.filter { $0.fault(in: document, document.root) != nil }
    if let first = faulty.first?.fault(in: document, document.root) { note("\(place): \(first)") }
    append(document, besides: own + faulty.map(\.key))
  }

  private mutating func append(_ document: JSONDocument, besides own: [StaticString]) {
    for (key, value) in document.members(document.root)
    where !own.contains(where: { document.equals(key, $0) }) {
      writer.raw(document.slice(key))
      writer.bytes.append(UInt8(ascii: ":"))
      document.slice(value).withUnsafeBytes { InsignificantSpace.append($0, to: &writer.bytes) }
    }
  }

  private mutating func parseObject(
    _ json: UnsafeRawBufferPointer, _ place: StaticString
  ) -> JSONDocument? {
    guard let document = parse(json, place) else { return nil }
    guard document.kind(document.root) == .object else {
      note("\(place): a JSON object is needed, not \(document.kind(document.root).phrase)")
      return nil
    }
    return document
  }

  private mutating func parse(
    _ json: UnsafeRawBufferPointer, _ place: StaticString
  ) -> JSONDocument? {
    do {
      return try JSONDocument(parsing: Array(json))
    } catch {
      note("\(place): \(error)")
      return nil
    }
  }

  private mutating func note(_ text: String) {
    if fault == nil { fault = text }
  }
}
