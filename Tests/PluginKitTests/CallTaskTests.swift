import Testing

@testable import PluginKit

@Suite struct CallTaskTests {
  /// A task that runs until it is cancelled.
  private func waitingTask() -> Task<Void, Never> {
    Task { while !Task.isCancelled { await Task.yield() } }
  }

  @Test func cancelReachesARunningTask() async {
    let callTask = CallTask()
    let task = waitingTask()
    callTask.didStart { task.cancel() }
    callTask.cancel()
    await task.value
    #expect(task.isCancelled)
  }

  @Test func cancelBeforeTheStartReachesTheTask() async {
    let callTask = CallTask()
    let task = waitingTask()
    callTask.cancel()
    callTask.cancel()
    callTask.didStart { task.cancel() }
    await task.value
    #expect(task.isCancelled)
  }

  @Test func anEndedTaskIsLeftAlone() async {
    let callTask = CallTask()
    let task = Task {}
    await task.value
    callTask.didStart { task.cancel() }
    callTask.didEnd()
    callTask.cancel()
    #expect(!task.isCancelled)
  }
}
