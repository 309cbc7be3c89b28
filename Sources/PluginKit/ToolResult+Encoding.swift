internal import JSON
internal import PluginABI

extension ToolResult {
  /// Runs `body` with the result in the shape of the contract, borrowed while it runs.
  func withCResult(_ body: (UnsafePointer<toolrack_result>) -> Void) {
    var arena = Arena()
    var result = toolrack_result()
    result.size = UInt32(MemoryLayout<toolrack_result>.size)
    result.flags = flags
    result.structured = structured.map { arena.view($0.serialized()) } ?? .none
    result.meta = arena.view(meta)
    if let error {
      result.error_summary = arena.view(error.summary)
      result.error_detail = arena.view(error.detail ?? "")
      result.retry_after_milliseconds = UInt64(clamping: error.retryAfterMilliseconds ?? 0)
    }
    if let inputRequired {
      result.input_requests = arena.view(inputRequired.requests)
      result.state = arena.view(inputRequired.state)
    }
    let encoded = parts.map { $0.encode(into: &arena) }
    encoded.withUnsafeBufferPointer { encoded in
      result.parts = encoded.baseAddress
      result.part_count = encoded.count
      body(&result)
    }
    withExtendedLifetime(arena) {}
  }

  private var flags: UInt32 {
    var flags: UInt32 = 0
    if let error {
      flags |= TOOLRACK_RESULT_TOOL_ERROR
      if error.isRetryable { flags |= TOOLRACK_RESULT_RETRYABLE }
    }
    if inputRequired != nil { flags |= TOOLRACK_RESULT_INPUT_REQUIRED }
    if isCancelled { flags |= TOOLRACK_RESULT_CANCELLED }
    return flags
  }
}

extension Part {
  /// The part in the shape of the contract; its views live as long as the arena.
  fileprivate func encode(into arena: inout Arena) -> toolrack_part {
    var part = toolrack_part()
    part.members = arena.view(members)
    switch content {
    case .text(let text):
      part.kind = TOOLRACK_PART_TEXT
      part.data = arena.view(text)
    case .image(let data, let mediaType):
      part.kind = TOOLRACK_PART_IMAGE
      part.data = arena.view(data)
      part.media_type = arena.view(mediaType)
    case .audio(let data, let mediaType):
      part.kind = TOOLRACK_PART_AUDIO
      part.data = arena.view(data)
      part.media_type = arena.view(mediaType)
    case .resourceLink(let uri, let name, let mediaType):
      part.kind = TOOLRACK_PART_RESOURCE_LINK
      part.name = arena.view(name)
      part.setResource(uri, mediaType, in: &arena)
    case .resourceText(let uri, let text, let mediaType):
      part.kind = TOOLRACK_PART_RESOURCE_TEXT
      part.data = arena.view(text)
      part.setResource(uri, mediaType, in: &arena)
    case .resourceBytes(let uri, let data, let mediaType):
      part.kind = TOOLRACK_PART_RESOURCE_BLOB
      part.data = arena.view(data)
      part.setResource(uri, mediaType, in: &arena)
    }
    return part
  }
}

extension toolrack_part {
  fileprivate mutating func setResource(
    _ uri: String, _ mediaType: String?, in arena: inout Arena
  ) {
    self.uri = arena.view(uri)
    media_type = arena.view(mediaType ?? "")
  }
}

extension Arena {
  /// A view of the object's JSON; of nothing where it is empty.
  fileprivate mutating func view(_ object: JSONObject) -> toolrack_bytes {
    object.isEmpty ? .none : view(JSONValue.object(object).serialized())
  }
}
