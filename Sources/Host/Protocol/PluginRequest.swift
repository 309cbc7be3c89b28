import MCP
import PluginABI
import PluginHost

/// What a plugin is told of a request, as views of bytes that others own.
enum PluginRequest {
  /// Runs `body` with the request, whose views are valid only while it runs.
  static func with<Result>(
    _ call: MCPCall, _ target: CallTarget, _ caller: Caller, _ round: CallRounds.Round,
    _ body: (toolrack_request) -> Result
  ) -> Result {
    call.bytes.withUnsafeBytes { bytes in
      round.responses.withUnsafeBytes { responses in
        round.state.withUnsafeBytes { state in
          var request = views(of: call, bytes)
          request.input_responses = toolrack_bytes(responses)
          request.state = toolrack_bytes(state)
          return withLegacyCapabilities(of: call, &request) { request in
            withClaims(of: caller, target, &request) { request in
              guard let arguments = target.arguments else { return body(request) }
              return arguments.withUnsafeBytes { arguments in
                request.arguments = toolrack_bytes(arguments)
                return body(request)
              }
            }
          }
        }
      }
    }
  }

  /// What a legacy client declared once, at `initialize`.
  private static func withLegacyCapabilities<Result>(
    of call: MCPCall, _ request: inout toolrack_request,
    _ body: (inout toolrack_request) -> Result
  ) -> Result {
    guard let capabilities = call.legacyCapabilities else { return body(&request) }
    return capabilities.withUnsafeBytes { capabilities in
      request.client_capabilities = toolrack_bytes(capabilities)
      return body(&request)
    }
  }

  /// What the plugin is told of the caller.
  private static func withClaims<Result>(
    of caller: Caller, _ target: CallTarget, _ request: inout toolrack_request,
    _ body: (inout toolrack_request) -> Result
  ) -> Result {
    guard !caller.isAnonymous else { return body(&request) }
    return caller.claims(for: target.owner.plugin).withUnsafeBytes { claims in
      request.caller = toolrack_bytes(claims)
      return body(&request)
    }
  }

  private static func views(
    of call: MCPCall, _ bytes: UnsafeRawBufferPointer
  ) -> toolrack_request {
    var request = toolrack_request.empty
    func view(_ range: Range<Int>?) -> toolrack_bytes {
      toolrack_bytes(range.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) } ?? .empty)
    }
    request.arguments = call.arguments.map { view($0) } ?? emptyObject
    request.meta = view(call.meta)
    request.client_capabilities = view(call.clientCapabilities)
    request.trace_parent = view(call.traceParent)
    request.trace_state = view(call.traceState)
    let revision = call.revision.text
    request.protocol_version = toolrack_bytes(
      pointer: revision.utf8Start, count: revision.utf8CodeUnitCount)
    return request
  }

  private static var emptyObject: toolrack_bytes {
    let text: StaticString = "{}"
    return toolrack_bytes(pointer: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}
