internal import JSON

/// Waiting for a job of Lark's, as long as the call has time.
enum LarkJob {
  static let firstPauseMilliseconds: Int64 = 500
  static let maximumPauseMilliseconds: Int64 = 3_000
  /// Left of the call for what comes after the job.
  static let reserveMilliseconds: Int64 = 5_000

  /// Asks until there is an answer; nil where the time ends first.
  static func wait<Answer: Sendable>(
    _ client: LarkClient, _ context: CallContext,
    _ ask: () async throws(LarkFailure) -> Answer?
  ) async throws(LarkFailure) -> Answer? {
    var pause = firstPauseMilliseconds
    while true {
      if let answer = try await ask() { return answer }
      guard context.remainingMilliseconds() > pause + reserveMilliseconds else { return nil }
      try await client.pause(milliseconds: pause)
      pause = min(pause * 3 / 2, maximumPauseMilliseconds)
    }
  }

  /// Moving and deleting a folder: whether it is done; nil where it goes on.
  static func folderTask(
    _ task: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> Bool? {
    try await wait(client, context) { () async throws(LarkFailure) -> Bool? in
      let payload = try await client.send(
        APIRequest(.taskCheck, query: [("task_id", task)], purpose: "ask about the job"), context)
      switch payload["status"]?.string {
      case "success": return true
      case "fail", "failed": return false
      default: return nil
      }
    }
  }
}
