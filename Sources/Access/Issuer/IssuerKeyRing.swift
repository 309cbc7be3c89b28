import JSON

/// The keys of the issuer, in the order in which they were added: which one signs, and which ones
/// are published. A plain value: times are passed in, in seconds after 1970.
struct IssuerKeyRing: Sendable {
  /// The most keys at a time.
  static let maximumKeys = 32
  /// How long whoever reads the key set may keep it.
  static let publishedSeconds: Int64 = 300
  /// How long a key stays beyond the last token it signed: for clocks that differ, and for a
  /// process that learns a little later that there is a new one.
  static let graceSeconds: Int64 = 120

  private(set) var keys: [IssuerKey]

  /// The last one whose time has come.
  func signing(now: Int64) -> IssuerKey? { keys.last { $0.signsFrom <= now } ?? keys.first }

  /// The keys that a token which holds may be signed with, and those that will sign.
  func published(now: Int64, tokenSeconds: Int64) -> [IssuerKey] {
    keys.indices.filter { index in
      guard let end = retirement(index) else { return true }
      return now < end + tokenSeconds + Self.graceSeconds
    }.map { keys[$0] }
  }

  /// When the key of that place is followed by another one; nil for the last.
  func retirement(_ index: Int) -> Int64? { keys[(index + 1)...].map(\.signsFrom).min() }

  /// Puts another key behind them. Those that nothing is left of are dropped; all others, where
  /// `revokesOthers`.
  mutating func add(
    _ key: IssuerKey, now: Int64, tokenSeconds: Int64, revokesOthers: Bool = false
  ) {
    keys = revokesOthers ? [] : published(now: now, tokenSeconds: tokenSeconds)
    keys.append(key)
  }

  /// The public halves (RFC 7517 section 5).
  func keySet(now: Int64, tokenSeconds: Int64) -> [UInt8] {
    let keys = published(now: now, tokenSeconds: tokenSeconds).map(\.publicJSON)
    return JSONValue.object(["keys": .array(keys)]).serialized()
  }
}
