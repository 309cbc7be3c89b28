import JSON

/// tools/list and the lists that are empty.
extension Request {
  /// One page of the catalogue.
  func toolsList(_ revision: Revision) throws(ProtocolError) -> MCPReply {
    let start = try cursorStart()
    let (tools, next) = dispatch.tools.page(from: start, isModern: revision.isModern)
    let nextCursor = next.map { Cursor(generation: dispatch.tools.generation, start: $0) }
    return list("tools", tools, nextCursor: nextCursor, revision)
  }

  /// A list without entries, and so without any cursor.
  func emptyList(_ key: StaticString, _ revision: Revision) throws(ProtocolError) -> MCPReply {
    guard try cursorText() == nil else { throw staleCursor }
    return list(key, [], nextCursor: nil, revision)
  }

  private func list(
    _ key: StaticString, _ entries: ArraySlice<UInt8>, nextCursor: Cursor?, _ revision: Revision
  ) -> MCPReply {
    let rendered = dispatch.rendered
    let roomForFrame = 96 + rendered.modernListMembers.count + rendered.modernMetaOpen.count
    var bytes = ResultFrame.begin(id: rawID, reserving: roomForFrame + entries.count)
    bytes.append("{\"")
    bytes.append(key)
    bytes.append("\":[")
    bytes.append(contentsOf: entries)
    bytes.append("]")
    if let nextCursor {
      bytes.append(",\"nextCursor\":\"")
      bytes.append(contentsOf: nextCursor.text.utf8)
      bytes.append("\"")
    }
    if revision.isModern {
      bytes.append(",")
      bytes += rendered.modernListMembers
      bytes.append(",")
      bytes += rendered.modernMetaOpen
      bytes.append("}")
    }
    bytes.append("}}")
    return MCPReply(body: bytes)
  }

  /// Where the page starts that the request asks for.
  private func cursorStart() throws(ProtocolError) -> Int {
    guard let text = try cursorText() else { return 0 }
    guard let cursor = Cursor(text), cursor.generation == dispatch.tools.generation,
      cursor.start < dispatch.tools.count
    else { throw staleCursor }
    return cursor.start
  }

  /// The cursor; nil where there is none. The empty string is a valid cursor: that of the first
  /// page.
  private func cursorText() throws(ProtocolError) -> String? {
    guard let params = envelope.params, let node = document.member(params, "cursor") else {
      return nil
    }
    guard let text = document.string(node) else {
      throw ProtocolError(
        .invalidParams, "params.cursor must be a string, not \(document.kind(node).phrase)")
    }
    return text.isEmpty ? nil : text
  }

  private var staleCursor: ProtocolError {
    ProtocolError(
      .invalidParams, "the cursor is not valid, or the list has changed since; list from the start")
  }
}
