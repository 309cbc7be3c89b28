/// The signatures of late, so that a request that somebody listened to is not taken again. A plain
/// value; its owner locks it.
package struct ReplayWindow: Sendable {
  /// The most signatures that are remembered. With more, new ones are refused until others have
  /// expired: to forget one would let its request in again.
  package static let maximumCount = 1_000_000

  /// What becomes of a signature.
  package enum Verdict: Sendable, Equatable {
    /// It is new, and remembered from now on.
    case new
    /// It was seen before.
    case seen
    /// There is no room to remember it for so long.
    case full(seconds: Int64)
  }

  /// Half of a signature, which nobody finds a second one for without the key, by the second in
  /// which it expires: the time is part of what is signed, so both are always the same.
  private var signatures: [Int64: Set<UInt128>] = [:]
  private var lastSweep = Int64.min
  private let maximumCount: Int
  /// How many are remembered.
  package private(set) var count = 0

  /// Nothing was seen yet.
  package init(maximumCount: Int = Self.maximumCount) { self.maximumCount = maximumCount }

  /// Judges a signature of 64 hexadecimal digits, which is remembered until `expiry`, in seconds
  /// after 1970.
  package mutating func admit(_ signature: [UInt8], until expiry: Int64, now: Int64) -> Verdict {
    if now != lastSweep { forget(now) }
    let short = Self.short(signature)
    if signatures[expiry]?.contains(short) ?? false { return .seen }
    guard count < maximumCount else {
      return .full(seconds: max(1, (signatures.keys.min() ?? now) - now + 1))
    }
    signatures[expiry, default: []].insert(short)
    count += 1
    return .new
  }

  private mutating func forget(_ now: Int64) {
    lastSweep = now
    for (expiry, ended) in signatures where expiry < now {
      signatures.removeValue(forKey: expiry)
      count -= ended.count
    }
  }

  /// The first 128 bits of what those digits say.
  private static func short(_ digits: [UInt8]) -> UInt128 {
    digits.prefix(32).reduce(0) { number, digit in
      number << 4 | UInt128(digit & 0x0F) + (digit & 0x40 == 0 ? 0 : 9)
    }
  }
}
