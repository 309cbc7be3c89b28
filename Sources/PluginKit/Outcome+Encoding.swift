internal import JSON
internal import PluginABI

extension Outcome {
  /// Runs `body` with the result in the shape of the contract, borrowed while it runs.
  func withCResult(_ body: (UnsafePointer<toolrack_result>) -> Void) {
    let text = encoded ?? structured?.serialized() ?? []
    text.withBytes { withCResult(structured: $0, body) }
  }

  private func withCResult(
    structured: toolrack_bytes, _ body: (UnsafePointer<toolrack_result>) -> Void
  ) {
    var arena = Arena()
    var result = toolrack_result()
    result.size = UInt32(MemoryLayout<toolrack_result>.size)
    result.structured = structured
    result.meta = arena.view(meta)
    result.description = arena.view(description)
    result.ttl_milliseconds = UInt64(clamping: ttlMilliseconds)
    if isPublic { result.flags |= TOOLRACK_RESULT_CACHE_PUBLIC }
    result.setEnding(ending, in: &arena)
    let encoded = parts.map { message in
      var part = message.part.encode(into: &arena)
      part.role = message.role.number
      return part
    }
    encoded.withUnsafeBufferPointer { encoded in
      result.parts = encoded.baseAddress
      result.part_count = encoded.count
      body(&result)
    }
    withExtendedLifetime(arena) {}
  }
}

extension toolrack_result {
  fileprivate mutating func setEnding(_ ending: Outcome.Ending, in arena: inout Arena) {
    switch ending {
    case .result: break
    case .toolError(let error):
      flags |= TOOLRACK_RESULT_TOOL_ERROR
      if error.isRetryable { flags |= TOOLRACK_RESULT_RETRYABLE }
      error_summary = arena.view(error.summary)
      error_detail = arena.view(error.detail ?? "")
      retry_after_milliseconds = UInt64(clamping: error.retryAfterMilliseconds ?? 0)
    case .inputRequired(let question):
      flags |= TOOLRACK_RESULT_INPUT_REQUIRED
      input_requests = arena.view(question.requests)
      state = arena.view(question.state)
    case .cancelled: flags |= TOOLRACK_RESULT_CANCELLED
    case .notFound(let summary):
      flags |= TOOLRACK_RESULT_NOT_FOUND
      error_summary = arena.view(summary)
    case .capabilityMissing(let capabilities):
      flags |= TOOLRACK_RESULT_CAPABILITY_MISSING
      structured = arena.view(JSONValue.object(capabilities).serialized())
    case .requestFailed(let summary):
      flags |= TOOLRACK_RESULT_REQUEST_FAILED
      error_summary = arena.view(summary)
    }
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
