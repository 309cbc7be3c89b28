internal import JSON
internal import PluginABI
internal import Synchronization

/// One instance of a plugin behind the contract's table: its tools, and the calls that run.
final class PluginInstance: Sendable {
  /// How long the host's thread waits for `Plugin.quiesce`.
  static let quiesceLimitMilliseconds = 5_000

  private let plugin: any Plugin
  private let host: HostLink
  private let handlers = Mutex<[String: Tool.Handler]>([:])
  /// The running calls.
  private let running = Mutex<[CallHandle: Call]>([:])

  /// Makes the plugin. Throws what its initializer throws.
  init(_ type: any Plugin.Type, host table: UnsafePointer<toolrack_host>) throws {
    host = HostLink(table)
    plugin = try type.init(host: Host(link: host))
    _ = toolList()
  }

  /// The JSON array of MCP Tool objects. From now on calls find these tools. A tool whose schema is
  /// no JSON is left out.
  func toolList() -> [UInt8] {
    let tools = plugin.tools.filter(isListable)
    handlers.withLock { handlers in
      handlers = Dictionary(tools.map { ($0.name, $0.handler) }) { first, _ in first }
    }
    var writer = JSONWriter()
    writer.beginArray()
    for tool in tools { tool.write(into: &writer) }
    writer.endArray()
    return writer.bytes
  }

  /// Starts a task for the call. False where there is no such tool.
  func start(_ handle: CallHandle, _ request: toolrack_request) -> Bool {
    let call = Call(handle, request, host: host)
    guard let handler = handlers.withLock({ $0[call.tool] }) else { return false }
    running.withLock { $0[handle] = call }
    // Not with the lock held: starting a task may wake a thread, which then waits for the lock.
    call.task.didStart(Task { await self.run(call, handler) })
    return true
  }

  /// Cancels the task of the call, if it still runs.
  func cancel(_ handle: CallHandle) {
    running.withLock { $0[handle] }?.task.cancel()
  }

  /// Waits, for a limited time, until the plugin's background work has ended.
  func quiesce(limitMilliseconds: Int = quiesceLimitMilliseconds) {
    let ended = Latch()
    Task {
      await self.plugin.quiesce()
      ended.open()
    }
    if !ended.wait(milliseconds: limitMilliseconds) {
      host.log(.warning, "The plugin did not quiesce in time.", [:])
    }
  }

  /// After this nothing of the plugin reaches the host any more.
  func end() { host.end() }

  private func run(_ call: Call, _ handler: Tool.Handler) async {
    let result: ToolResult
    do {
      result = try await handler(call)
    } catch {
      result = ToolResult(thrown: error)
    }
    _ = running.withLock { $0.removeValue(forKey: call.handle) }
    call.task.didEnd()
    result.withCResult { host.complete(call.handle, $0) }
  }

  private func isListable(_ tool: Tool) -> Bool {
    guard let fault = tool.input.fault ?? tool.output?.fault else { return true }
    host.log(.error, "The schema of tool \(tool.name) is no JSON: \(fault)", [:])
    return false
  }
}
