internal import JSON

/// A time at which somebody is busy, from the answer of `freebusy/list`.
struct BusyTime: Hashable, Sendable {
  var window: TimeWindow

  /// Nil where the item has no times.
  init?(_ item: JSONValue) {
    guard let start = BusyTime.seconds(item["start_time"]),
      let end = BusyTime.seconds(item["end_time"]), end > start
    else { return nil }
    window = TimeWindow(start: start, end: end)
  }

  private static func seconds(_ value: JSONValue?) -> Int64? {
    guard let text = value?.string, case .instant(let seconds)? = Timestamp(text) else {
      return nil
    }
    return seconds
  }

  /// Times that touch or overlap become one; in order, within the window.
  static func merged(_ times: [BusyTime], in window: TimeWindow) -> [TimeWindow] {
    var merged: [TimeWindow] = []
    for time in times.map(\.window).sorted(by: { $0.start < $1.start })
    where time.start < window.end && time.end > window.start {
      let start = max(time.start, window.start)
      let end = min(time.end, window.end)
      if let last = merged.last, start <= last.end {
        merged[merged.count - 1].end = max(last.end, end)
      } else {
        merged.append(TimeWindow(start: start, end: end))
      }
    }
    return merged
  }
}
