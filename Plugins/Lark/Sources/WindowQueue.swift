/// The windows that are still to be asked for: Lark answers for less than 40 days and less than
/// 1000 events at a time, so windows are split. No I/O.
struct WindowQueue: Sendable {
  /// "less than 40 days" (calendar-v4, instance_view; code 193103).
  static let maximumSeconds = 39 * TimeWindow.secondsPerDay
  /// Too many events in less than that are given up on.
  static let minimumSeconds: Int64 = 3600
  static let maximumRequests = 64

  /// In reverse order, so that the next one is the last.
  private var waiting: [TimeWindow]
  private var requests = 0
  /// Windows that stay unanswered.
  private(set) var skipped: [TimeWindow] = []

  init(_ window: TimeWindow, maximumSeconds: Int64 = WindowQueue.maximumSeconds) {
    waiting = window.pieces(maximumSeconds: maximumSeconds).reversed()
  }

  /// The next window to ask for; nil at the end.
  mutating func next() -> TimeWindow? {
    guard requests < WindowQueue.maximumRequests else {
      skipped += waiting.reversed()
      waiting = []
      return nil
    }
    requests += 1
    return waiting.popLast()
  }

  /// Lark said that the window is too long, or has too many events: its halves come next.
  mutating func tooLarge(_ window: TimeWindow) {
    let half = (window.end - window.start) / 2
    guard half >= WindowQueue.minimumSeconds else {
      skipped.append(window)
      return
    }
    waiting.append(TimeWindow(start: window.start + half, end: window.end))
    waiting.append(TimeWindow(start: window.start, end: window.start + half))
  }
}
