/// How often an endpoint may be called, per app and tenant. Named after the tiers of Lark's page on
/// rate limits.
struct RateLimit: Sendable, Equatable {
  var perSecond: Int?
  var perMinute: Int?
  /// Resets at midnight, and is only counted: waiting for it makes no sense.
  var perDay: Int?
  /// The same number for each document on its own.
  var countsDocuments = false
  /// One at a time in the whole app.
  var isSerial = false

  static let tier2 = RateLimit(perMinute: 20)
  static let tier3 = RateLimit(perMinute: 100)
  static let tier4 = RateLimit(perSecond: 50, perMinute: 1_000)
  static let tier6 = RateLimit(perSecond: 5)
  static let tier7 = RateLimit(perSecond: 10)
  static let tier8 = RateLimit(perSecond: 20)
  static let tier9 = RateLimit(perSecond: 50)
  static let tier11 = RateLimit(perSecond: 100)
  static let tier21 = RateLimit(perSecond: 3)
  /// Lark tells no number; what most of its endpoints allow to start with.
  static let unstated = RateLimit(perSecond: 10)
  static let documentWrite = RateLimit(perSecond: 3, countsDocuments: true)
  static let driveTransfer = RateLimit(perSecond: 5, perDay: 10_000)
  static let driveChange = RateLimit(perSecond: 5, perDay: 10_000, isSerial: true)
  static let driveMove = RateLimit(perSecond: 5, perMinute: 20, perDay: 10_000, isSerial: true)
}
