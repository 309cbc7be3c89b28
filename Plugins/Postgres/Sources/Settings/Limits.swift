/// What a call may take and give.
struct Limits: Sendable, Equatable {
  /// Rows of a result where the call does not say.
  var rows = 100
  /// The most a call may ask for.
  var maximumRows = 10_000
  /// Of a result, as JSON.
  var resultBytes = 1 << 20
  /// Of one cell; what is longer is cut.
  var cellBytes = 64 << 10
  /// The largest row that is read at all.
  var rowBytes = 16 << 20
  /// For the whole call: the wait for a connection, and the statements.
  var timeoutMilliseconds = 30_000
  var lockTimeoutMilliseconds = 2_000
  var idleInTransactionMilliseconds = 60_000
  /// Rows that one `pg_execute` may change where the call does not say.
  var affectedRows = 1_000

  static let keys = [
    "rows", "maximumRows", "resultBytes", "cellBytes", "rowBytes", "timeoutMilliseconds",
    "lockTimeoutMilliseconds", "idleInTransactionMilliseconds", "affectedRows",
  ]

  init() {}

  init(_ value: SettingsCursor) throws(SettingsError) {
    let members = try value.members(known: Self.keys)
    func read(
      _ key: String, _ range: ClosedRange<Int>, _ limit: WritableKeyPath<Limits, Int>
    ) throws(SettingsError) {
      if let member = members[key] { self[keyPath: limit] = try member.integer(range) }
    }
    try read("rows", 1...1_000_000, \.rows)
    try read("maximumRows", 1...1_000_000, \.maximumRows)
    try read("resultBytes", 1_024...(64 << 20), \.resultBytes)
    try read("cellBytes", 16...(64 << 20), \.cellBytes)
    try read("rowBytes", 1_024...(1 << 30), \.rowBytes)
    try read("timeoutMilliseconds", 1...3_600_000, \.timeoutMilliseconds)
    try read("lockTimeoutMilliseconds", 1...3_600_000, \.lockTimeoutMilliseconds)
    try read("idleInTransactionMilliseconds", 1...3_600_000, \.idleInTransactionMilliseconds)
    try read("affectedRows", 1...100_000_000, \.affectedRows)
    if members["rows"] == nil { rows = min(rows, maximumRows) }
    guard rows <= maximumRows else {
      throw (members["rows"] ?? value).wrong("must not be above maximumRows, \(maximumRows)")
    }
  }
}
