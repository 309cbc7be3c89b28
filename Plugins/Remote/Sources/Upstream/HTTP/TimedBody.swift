internal import PluginKit
internal import Synchronization

/// A body that has to be complete within a time.
final class TimedBody: ResponseBody {
  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  private let body: any ResponseBody
  private let isOver = Flag()
  private let alarm: Alarm

  init(_ body: any ResponseBody, milliseconds: UInt64, _ clock: UpstreamClock) {
    self.body = body
    alarm = clock.alarm(milliseconds) { [isOver] in
      isOver.isSet.store(true, ordering: .releasing)
      body.cancel()
    }
  }

  deinit { alarm.cancel() }

  func next() async throws(HTTPFailure) -> [UInt8]? {
    do {
      return try await body.next()
    } catch {
      guard isOver.isSet.load(ordering: .acquiring) else { throw error }
      throw HTTPFailure(.timeout, "The answer was not complete in time.")
    }
  }

  func cancel() { body.cancel() }
}
