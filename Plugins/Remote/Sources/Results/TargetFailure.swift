internal import JSON
internal import PluginKit

/// Why a target gave no result, as the client of this plugin hears it.
struct TargetFailure: Sendable {
  let target: String
  let failure: UpstreamFailure
  /// Whether doing it twice is as good as once.
  var isIdempotent = false

  /// What a handler throws: of a tool, or of what has no results that are errors.
  func error(isTool: Bool) -> any Error {
    switch failure.kind {
    case .cancelled: CancellationError()
    case .rpc(let code, let data): rpcError(code, data, isTool: isTool)
    default: outage
    }
  }

  /// JSON-RPC errors: what the protocol says of a request stays an error of the request; what is
  /// the target's own is told to the model, which may do something about it.
  private func rpcError(_ code: Int, _ data: JSONValue?, isTool: Bool) -> any Error {
    switch code {
    case ErrorCode.missingCapability:
      MissingCapability(data?["requiredCapabilities"]?.object ?? [:])
    case ErrorCode.resourceNotFound where !isTool: NotFound(said)
    case ErrorCode.invalidParams: isTool ? InvalidParameters(said) : NotFound(said)
    case ErrorCode.methodNotFound: RequestFailure(said)
    default:
      ToolError(
        said, retryAfterMilliseconds: retryAfterMilliseconds)
    }
  }

  private var said: String { "The target \(target) says: \(failure.message)" }

  private var outage: ToolError {
    ToolError(
      "\(what): \(failure.message)", detail: remedy, isRetryable: failure.mayPass && isSafe,
      retryAfterMilliseconds: retryAfterMilliseconds)
  }

  /// The longest wait that a model is told of: an hour.
  static let longestWaitMilliseconds = 3_600_000

  private var retryAfterMilliseconds: Int? {
    failure.retryAfterMilliseconds.map { min(Int(clamping: $0), Self.longestWaitMilliseconds) }
  }

  private var what: String {
    switch failure.kind {
    case .unreachable: "The target \(target) cannot be reached"
    case .refused: "The target \(target) could not be asked"
    case .timeout: "The target \(target) did not answer in time"
    case .leftAlone: "The target \(target) is down"
    case .status(429): "The target \(target) takes no more calls now"
    case .status(let status): "The target \(target) answered with HTTP \(status)"
    case .notMCP: "The target \(target) is no MCP server"
    case .protocolError: "The target \(target) breaks the rules of MCP"
    case .unauthorized: "The target \(target) does not let this server in"
    case .credentials: "The target \(target) was not asked"
    case .ended: "The connection to the target \(target) ended"
    case .rpc, .cancelled: "The target \(target)"
    }
  }

  /// Whether a model may call again without looking.
  private var isSafe: Bool { isIdempotent || !failure.mayHaveActed }

  private var remedy: String? {
    if failure.mayPass, !isSafe {
      return "It may have done what was asked: look before calling again."
    }
    return switch failure.kind {
    case .unauthorized, .credentials: "Its credentials are up to the operator of this server."
    default: nil
    }
  }

  /// Codes that mean something here (MCP 2026-07-28 and before; JSON-RPC 2.0 section 5.1).
  private enum ErrorCode {
    static let invalidParams = -32_602
    static let methodNotFound = -32_601
    static let resourceNotFound = -32_002
    static let missingCapability = -32_021
  }
}
