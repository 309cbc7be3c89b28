/// A set of Unicode scalar values, as a character class names them.
struct ScalarSet: Sendable {
  private static let asciiCount: UInt32 = 128
  private static let stepsPerProperty = 8

  /// The answers for ASCII, one bit each.
  private let low: UInt64
  private let high: UInt64
  /// Sorted, without overlap.
  private let ranges: [ClosedRange<UInt32>]
  private let properties: [UnicodeProperty]
  private let isNegated: Bool

  /// The scalars of the ranges and with the properties, or all others.
  init(
    _ ranges: [ClosedRange<UInt32>], properties: [UnicodeProperty] = [], isNegated: Bool = false
  ) {
    let merged = Self.merged(ranges)
    self.ranges = merged
    self.properties = properties
    self.isNegated = isNegated
    var bits: [UInt64] = [0, 0]
    for scalar in 0..<Self.asciiCount
    where Self.holds(scalar, merged, properties) != isNegated {
      bits[Int(scalar / 64)] |= 1 << UInt64(scalar % 64)
    }
    (low, high) = (bits[0], bits[1])
  }

  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    if scalar < Self.asciiCount {
      return (scalar < 64 ? low : high) >> UInt64(scalar & 63) & 1 == 1
    }
    return Self.holds(scalar, ranges, properties) != isNegated
  }

  /// What it costs to look beyond ASCII, in steps of a match.
  @inline(__always)
  func steps(for scalar: UInt32) -> Int {
    scalar < Self.asciiCount ? 0 : properties.count * Self.stepsPerProperty
  }

  private static func holds(
    _ scalar: UInt32, _ ranges: [ClosedRange<UInt32>], _ properties: [UnicodeProperty]
  ) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].contains(scalar) { return true }
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return properties.contains { $0.holds(scalar) }
  }

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}

extension ScalarSet {
  static let largest: UInt32 = 0x10FFFF
  /// `\d`
  static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
  /// `\w`
  static let words: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
  /// `\s`: ECMA-262 WhiteSpace and LineTerminator.
  static let spaces: [ClosedRange<UInt32>] = [
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ]
  /// What `.` does not match.
  static let lineTerminators: [ClosedRange<UInt32>] = [
    0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029,
  ]

  /// All scalars outside sorted ranges.
  static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= largest { result.append(next...largest) }
    return result
  }
}
