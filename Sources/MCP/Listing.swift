import JSON

/// tools/list, prompts/list, resources/list and resources/templates/list.
extension Request {
  /// One page of a list.
  func list(_ list: RenderedList, _ revision: Revision) throws(ProtocolError) -> MCPReply {
    let (objects, next) = list.page(from: try start(in: list), revision)
    let rendered = dispatch.rendered
    let roomForFrame = 96 + rendered.modernListMembers.count + rendered.modernMetaCount
    var bytes = ResultFrame.begin(id: rawID, reserving: roomForFrame + objects.count)
    bytes.append("{\"")
    bytes.append(list.kind.member)
    bytes.append("\":[")
    bytes.append(contentsOf: objects)
    bytes.append("]")
    if let next {
      bytes.append(",\"nextCursor\":\"")
      let cursor = Cursor(list.kind, digest: list.digest.value, start: next)
      bytes.append(contentsOf: cursor.text.utf8)
      bytes.append("\"")
    }
    if revision.isModern {
      bytes.append(",")
      bytes += rendered.modernListMembers
      bytes.append(",")
      rendered.appendModernMeta(to: &bytes)
      bytes.append("}")
    }
    bytes.append("}}")
    return MCPReply(body: bytes)
  }

  /// Where the page starts that the request asks for. The empty string is a valid cursor: that of
  /// the first page.
  private func start(in list: RenderedList) throws(ProtocolError) -> Int {
    guard let node = try optional("cursor", .string) else { return 0 }
    let text = document.string(node) ?? ""
    guard !text.isEmpty else { return 0 }
    guard let cursor = Cursor(text, of: list.kind), cursor.digest == list.digest.value,
      cursor.start < list.count
    else {
      throw ProtocolError(
        .invalidParams,
        "the cursor is not valid, or the list has changed since; list from the start")
    }
    return cursor.start
  }
}
