/// When the lists of a plugin are read again: at once when it says that they have changed, then at
/// most once in an interval, so that a plugin that says so all the time costs little. A plain
/// value; times are nanoseconds of one monotonic clock.
struct ListReadings: Sendable {
  static let intervalNanoseconds: UInt64 = 50_000_000

  private var wanted: ListChanges = []
  private var isReading = false
  private var notBefore: UInt64 = 0

  /// The plugin says that these have changed. Returns whether that was not known.
  mutating func changed(_ lists: ListChanges) -> Bool {
    let isNews = !lists.isSubset(of: wanted)
    wanted.formUnion(lists)
    return isNews
  }

  /// What is to be read now; nil where nothing is. `ended` must follow.
  mutating func take(now: UInt64) -> ListChanges? {
    guard !wanted.isEmpty, !isReading, notBefore <= now else { return nil }
    defer { wanted = [] }
    isReading = true
    notBefore = now + Self.intervalNanoseconds
    return wanted
  }

  /// The lists have been read, or could not be.
  mutating func ended() {
    isReading = false
  }

  /// When `take` has something to give; nil where nothing is known to come.
  var next: UInt64? { wanted.isEmpty || isReading ? nil : notBefore }
}
