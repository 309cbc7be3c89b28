import MCP
import PluginABI
import PluginHost
import Synchronization

/// One tools/call on its way: hears what the plugin says and answers the client, once.
final class CallRun: CallSink {
  private struct State {
    var isDone = false
    var hasNotified = false
    var lastProgress = -Double.infinity
    var running: PluginHost.RunningCall?
    /// What is to be done when the call ends, besides the answer.
    var whenDone: (@Sendable () -> Void)?
  }

  private let call: ToolCall
  private let channel: any ReplyChannel
  private let tool: Catalogue.Tool
  private let logger: Logger
  private let state = Mutex(State())

  init(_ call: ToolCall, channel: any ReplyChannel, tool: Catalogue.Tool, logger: Logger) {
    self.call = call
    self.channel = channel
    self.tool = tool
    self.logger = logger
  }

  /// The request's id as raw JSON.
  var requestID: [UInt8] { Array(call.id) }

  /// Whether closing the response stream cancels the call: MCP 2026-07-28, Streamable HTTP. Before
  /// that, a lost connection is not a cancellation.
  var endsWithConnection: Bool { call.isModern }

  /// Hands the call to its plugin. Returns whether it still runs.
  func start(_ tool: Catalogue.Tool, _ plugins: PluginHost) -> Bool {
    let running = call.bytes.withUnsafeBytes { bytes in
      plugins.call(tool, Self.request(call, bytes), sink: self)
    }
    guard let running else { return false }
    return state.withLock { state in
      state.running = running
      return !state.isDone
    }
  }

  private static func request(
    _ call: ToolCall, _ bytes: UnsafeRawBufferPointer
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

  /// Registers what is to be done when the call ends. False where it has ended.
  func whenDone(_ action: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      guard !state.isDone else { return false }
      state.whenDone = action
      return true
    }
  }

  /// Nobody waits any more: no answer is sent, the plugin is told.
  func cancel() {
    let ended = state.withLock { state -> (PluginHost.RunningCall?, (@Sendable () -> Void)?)? in
      guard !state.isDone else { return nil }
      state.isDone = true
      return (state.running, state.whenDone)
    }
    guard let (running, whenDone) = ended else { return }
    running?.cancel()
    channel.cancelled()
    whenDone?()
  }

  func completed(_ result: UnsafePointer<toolrack_result>) {
    let (reply, fault) = ResultEncoder.encode(result.pointee, for: call)
    if let fault {
      logger.write(.error, "the tool \(tool.definition.name) gave \(fault)", plugin: tool.plugin)
    }
    finish(reply)
  }

  func failed(_ failure: CallFailure) {
    finish(ResultEncoder.encode(failure, for: call))
  }

  private func finish(_ reply: MCPReply) {
    let (isFirst, hasNotified, whenDone) = state.withLock { state in
      defer { state.isDone = true }
      return (!state.isDone, state.hasNotified, state.whenDone)
    }
    guard isFirst else { return }
    if hasNotified {
      channel.replyAfterNotifications(reply)
    } else {
      channel.reply(reply)
    }
    whenDone?()
  }

  func progressed(done: Double, total: Double, message: UnsafeRawBufferPointer) {
    guard call.progressToken != nil else { return }
    let notification = call.progressNotification(
      done, of: total == 0 ? nil : total, message: message)
    guard let notification else { return }
    // Under the lock, so that no notification follows the answer.
    state.withLock { state in
      guard !state.isDone, done > state.lastProgress else { return }
      state.lastProgress = done
      state.hasNotified = true
      channel.notify(notification)
    }
  }
}
