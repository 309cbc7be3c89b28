/// Finds where a run of bytes that JSON strings hold as they are comes to its end.
///
/// Eight bytes are judged at a time. In each expression below the high bit of a byte is set where
/// the byte is special; borrows can set it wrongly only above a byte where it is set rightly, and
/// only the lowest one is used.
enum PlainRun {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The first index at or after `start` of a quote, a backslash, a control character or a byte
  /// above 0x7F; the count of the bytes if there is none.
  @inline(__always)
  static func end(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    let raw = UnsafeRawBufferPointer(bytes)
    while index &+ 8 <= bytes.count {
      let word = UInt64(
        littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let special = specialBytes(word)
      if special != 0 { return index &+ (special.trailingZeroBitCount >> 3) }
      index &+= 8
    }
    while index < bytes.count, isPlain(bytes[index]) { index &+= 1 }
    return index
  }

  @inline(__always)
  private static func specialBytes(_ word: UInt64) -> UInt64 {
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let below = (word &- (ones &* 0x20)) & ~word
    let equal = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
    return (below | equal | word) & highs
  }

  @inline(__always)
  static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x5C
  }
}
