/// Tokens that were found to be genuine, by the SHA-256 of all their bytes, until they expire:
/// checking a signature again would tell nothing new. A plain value; its owner locks it.
struct VerifiedTokens: Sendable {
  /// The most that are remembered; with more, those of the older half are forgotten.
  static let maximumCount = 10_000

  private struct Entry: Sendable {
    let claims: TokenClaims
    /// Seconds after 1970.
    let expiry: Int64
  }

  // Two generations: a token that is asked for moves to the newer one, and when that is full the
  // older one goes as a whole.
  private var newer: [[UInt8]: Entry] = [:]
  private var older: [[UInt8]: Entry] = [:]

  /// The claims of a token that was checked before and has not expired.
  mutating func claims(_ digest: [UInt8], now: Int64) -> TokenClaims? {
    if let entry = newer[digest] { return now < entry.expiry ? entry.claims : nil }
    guard let entry = older[digest], now < entry.expiry else { return nil }
    insert(digest, entry)
    return entry.claims
  }

  /// Remembers a token until `expiry`.
  mutating func insert(_ digest: [UInt8], _ claims: TokenClaims, until expiry: Int64) {
    insert(digest, Entry(claims: claims, expiry: expiry))
  }

  private mutating func insert(_ digest: [UInt8], _ entry: Entry) {
    if newer.count >= Self.maximumCount / 2 {
      older = newer
      newer = [:]
    }
    newer[digest] = entry
  }

  /// Forgets all: the keys have changed, and with them what is genuine.
  mutating func removeAll() {
    newer = [:]
    older = [:]
  }

  var count: Int { newer.count + older.count }
}
