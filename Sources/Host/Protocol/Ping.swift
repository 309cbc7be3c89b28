import MCP
import PluginHost
import Synchronization

/// `/ping` of AgentCore's HTTP contract: whether something runs that must not be cut off, and since
/// when that is so. AgentCore Runtime asks every few seconds, and ends what has been idle for long;
/// the time is that at which it was first told of the present state. Any thread.
final class Ping: Sendable {
  private struct State {
    var isBusy = false
    var since: Int64
  }

  private let state: Mutex<State>

  init(now: Int64) {
    state = Mutex(State(since: now))
  }

  /// The answer. `now`: seconds since 1970.
  func answer(isBusy: Bool, now: Int64) -> [UInt8] {
    let since = state.withLock { state in
      if state.isBusy != isBusy { state = State(isBusy: isBusy, since: now) }
      return state.since
    }
    let status = isBusy ? "HealthyBusy" : "Healthy"
    return Array("{\"status\":\"\(status)\",\"time_of_last_update\":\(since)}".utf8)
  }
}
