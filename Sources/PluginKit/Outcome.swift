internal import JSON

/// How a request of any kind ended, as the contract has it (`toolrack_result`).
struct Outcome: Sendable, Equatable {
  enum Ending: Sendable, Equatable {
    case result
    case toolError(ToolError)
    case inputRequired(InputRequired)
    case cancelled
    case notFound(String)
    case capabilityMissing(JSONObject)
    case requestFailed(String)
  }

  var ending = Ending.result
  /// The content, each with who speaks, which counts in prompts only.
  var parts: [PromptMessage] = []
  var structured: JSONValue?
  /// The text of `structured`, where the plugin wrote it.
  var encoded: [UInt8]?
  var meta: JSONObject = [:]
  /// Of prompts.
  var description = ""
  /// Of resources.
  var ttlMilliseconds = 0
  var isPublic = false

  init(_ ending: Ending = .result) { self.ending = ending }

  init(_ result: ToolResult) {
    parts = result.parts.map(PromptMessage.user)
    structured = result.structured
    encoded = result.encoded
    meta = result.meta
    ending =
      if result.isCancelled { .cancelled } else {
        result.inputRequired.map(Ending.inputRequired) ?? result.error.map(Ending.toolError)
          ?? .result
      }
  }

  init(_ result: PromptResult) {
    ending = result.inputRequired.map(Ending.inputRequired) ?? .result
    parts = result.messages
    meta = result.meta
    description = result.description ?? ""
  }

  /// `uri` and `mediaType` are those of contents that do not say.
  init(_ result: ResourceResult, uri: String, mediaType: String?) {
    ending = result.inputRequired.map(Ending.inputRequired) ?? .result
    parts = result.contents.map { .user($0.part(uri: uri, mediaType: mediaType)) }
    meta = result.meta
    ttlMilliseconds = result.ttlMilliseconds ?? 0
    isPublic = result.isPublic
  }

  /// What an error thrown by a handler means.
  init(thrown error: any Error, by kind: RequestKind) {
    switch error {
    case is CancellationError: ending = .cancelled
    case let failure as HTTPFailure where failure.code == .cancelled: ending = .cancelled
    case let failure as AWSFailure where failure.code == .cancelled: ending = .cancelled
    case let error as NotFound where kind != .tool: ending = .notFound(error.summary)
    case let error as InvalidParameters: ending = .notFound(error.summary)
    case let error as MissingCapability: ending = .capabilityMissing(error.capabilities)
    case let error as RequestFailure: ending = .requestFailed(error.summary)
    case let error as any ToolErrorConvertible: ending = .toolError(error.toolError)
    default: ending = .toolError(ToolError("\(error)"))
    }
  }
}

/// What a request asks for.
enum RequestKind: Sendable {
  case tool, prompt, resource, completion
}

extension ResourceContent {
  fileprivate func part(uri: String, mediaType: String?) -> Part {
    let uri = self.uri ?? uri
    let mediaType = self.mediaType ?? mediaType
    let content: Part.Content =
      switch data {
      case .text(let text): .resourceText(uri: uri, text, mediaType: mediaType)
      case .bytes(let bytes): .resourceBytes(uri: uri, bytes, mediaType: mediaType)
      }
    return Part(content, members: members)
  }
}
