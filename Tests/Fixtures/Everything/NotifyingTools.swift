import PluginKit

/// Tools that tell something while they run.
extension Everything {
  private static let pause = Duration.milliseconds(50)
  /// How long a call works on without its stream: a client is back before that, or after it.
  private static let workWithoutStream = Duration.milliseconds(200)

  var notifyingTools: [Tool] {
    [
      .bare("test_tool_with_progress", "Reports progress in three steps.") { call in
        for step in [0, 50, 100] {
          call.progress(Double(step), of: 100, "Completed step \(step) of 100")
          if step < 100 { try await Task.sleep(for: Self.pause) }
        }
        return .text("Progress run finished")
      },
      .bare("test_tool_with_logging", "Logs three lines.") { call in
        call.log(.info, "Tool execution started")
        try await Task.sleep(for: Self.pause)
        call.log(.info, "Tool processing data")
        try await Task.sleep(for: Self.pause)
        call.log(.info, "Tool execution completed")
        return .text("Tool with logging executed successfully")
      },
      .bare("test_logging_tool", "Logs one line, for clients that ask for it.") { call in
        call.log(.info, "Logging was evaluated")
        return .text("Logging evaluated")
      },
      .bare("test_reconnection", "Ends its response stream before it answers.") { call in
        call.closeStream()
        try await Task.sleep(for: Self.workWithoutStream)
        return .text("Reconnection test completed")
      },
    ]
  }
}
