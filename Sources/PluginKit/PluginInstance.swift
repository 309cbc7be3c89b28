internal import JSON
internal import PluginABI
internal import Synchronization

/// One instance of a plugin behind the contract's table: what it offers, and the calls that run.
final class PluginInstance: Sendable {
  /// How long the host's thread waits for `Plugin.quiesce`.
  static let quiesceLimitMilliseconds = 5_000

  let plugin: any Plugin
  let host: HostLink
  let offers = Mutex(Offers())
  /// The running calls.
  private let running = Mutex<[CallHandle: Call]>([:])

  /// Makes the plugin. Throws what its initializer throws.
  init(_ type: any Plugin.Type, host table: UnsafePointer<toolrack_host>) throws {
    host = HostLink(table)
    plugin = try type.init(host: Host(link: host))
    _ = (toolList(), promptList(), resourceList(), templateList())
  }

  /// Whether anything can be completed.
  var hasCompletion: Bool { offers.withLock(\.hasCompletion) }

  /// Starts the request, mostly as a task. False where there is no such tool.
  func start(_ kind: RequestKind, _ handle: CallHandle, _ request: toolrack_request) -> Bool {
    let call = Call(handle, request, host: host)
    guard let handler = offers.withLock({ $0.handler(kind, call.name) }) else { return false }
    running.withLock { $0[handle] = call }
    // Not with the lock held: starting a task may wake a thread, which then waits for the lock.
    switch handler {
    case .task(let body):
      let task = Task { await self.run(kind, call, body) }
      call.task.didStart { task.cancel() }
    case .reply(let body):
      body(call, Reply(call) { call, outcome in self.finish(call, outcome) })
    }
    return true
  }

  /// A first client subscribed to the resource, or the last one left.
  func subscribed(to uri: String, _ isSubscribed: Bool) {
    plugin.subscribed(to: uri, isSubscribed)
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

  private func run(
    _ kind: RequestKind, _ call: Call, _ handler: @Sendable (Call) async throws -> Outcome
  ) async {
    let outcome: Outcome
    do {
      outcome = try await handler(call)
    } catch {
      outcome = Outcome(thrown: error, by: kind)
    }
    finish(call, outcome)
  }

  private func finish(_ call: Call, _ outcome: Outcome) {
    _ = running.withLock { $0.removeValue(forKey: call.handle) }
    call.task.didEnd()
    outcome.withCResult { host.complete(call.handle, $0) }
  }
}
