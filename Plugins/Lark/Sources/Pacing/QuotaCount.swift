/// How many requests this process has sent, by what Lark grants by the day and by the month. Lark
/// counts what all of the tenant's apps send; this is the share of this process since it began.
struct QuotaCount: Sendable, Equatable {
  /// Seconds after 1970-01-01T00:00:00Z when counting began.
  let start: Int64
  /// Of the current month, by UTC.
  private(set) var month = 0
  /// Of the current day, by UTC, for each endpoint with a daily limit.
  private(set) var day: [String: Int] = [:]
  private var date: CivilDate

  /// What a tenant on the free plan may send in a month.
  static let freeMonth = 10_000

  init(at unixSeconds: Int64) {
    start = unixSeconds
    date = ZoneRules.utc.localTime(at: unixSeconds).date
  }

  mutating func count(_ endpoint: Endpoint, at unixSeconds: Int64) {
    let today = ZoneRules.utc.localTime(at: unixSeconds).date
    if (today.year, today.month) != (date.year, date.month) { month = 0 }
    if today != date { day = [:] }
    date = today
    month += 1
    if endpoint.rate.perDay != nil { day[endpoint.name, default: 0] += 1 }
  }
}
