/// Keys by which Lark recognises a request that arrives twice. The form of a UUID, version 4, fits
/// all of its fields: `uuid` (at most 50 characters), `client_token` (a UUID) and
/// `idempotency_key` (32 to 128 characters).
enum IdempotencyKey {
  /// The same for the same part of the same call, and no secret: call ids are unique.
  static func of(callID: String, endpoint: String, part: Int) -> String {
    let text = "\(callID)|\(endpoint)|\(part)"
    let high = mixed(hash(text, seed: 0xCBF2_9CE4_8422_2325))
    let low = mixed(hash(text, seed: high | 1))
    return uuid(high & ~0xF000 | 0x4000, low & ~(3 << 62) | 2 << 62)
  }

  /// FNV-1a.
  private static func hash(_ text: String, seed: UInt64) -> UInt64 {
    text.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The finalizer of SplitMix64, so that near texts give far keys.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  private static func uuid(_ high: UInt64, _ low: UInt64) -> String {
    var text = ""
    text.reserveCapacity(36)
    for nibble in 0..<32 {
      if [8, 12, 16, 20].contains(nibble) { text.append("-") }
      let half = nibble < 16 ? high : low
      let digit = half >> UInt64((15 - nibble % 16) * 4) & 15
      text.append(String(digit, radix: 16))
    }
    return text
  }
}
