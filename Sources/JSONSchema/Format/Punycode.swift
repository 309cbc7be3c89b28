/// Labels with characters beyond ASCII, written in ASCII: RFC 3492.
enum Punycode {
  private static let base = 36
  private static let leastThreshold = 1
  private static let mostThreshold = 26
  private static let skew = 38
  private static let damp = 700
  private static let initialBias = 72
  private static let initialScalar = 128
  private static let hyphen = UInt32(ascii: "-")

  /// What a label without its "xn--" stands for; nil where it is malformed.
  static func decoded(_ text: FormatText) -> [UInt32]? {
    let split = text.lastIndex(of: hyphen)
    var output = Array(split.map { text[..<$0] } ?? [])
    var rest = split.map { text[($0 + 1)...] } ?? text
    var (scalar, index, bias) = (initialScalar, 0, initialBias)
    while !rest.isEmpty {
      let before = index
      guard let increment = integer(&rest, bias) else { return nil }
      index += increment
      bias = adapted(index - before, output.count + 1, isFirst: before == 0)
      scalar += index / (output.count + 1)
      index %= output.count + 1
      guard scalar <= Int(ScalarSet.largest) else { return nil }
      output.insert(UInt32(scalar), at: index)
      index += 1
    }
    return output
  }

  /// A number of variable length; nil where it does not end or is beyond all labels.
  private static func integer(_ rest: inout FormatText, _ bias: Int) -> Int? {
    var (value, weight, position) = (0, 1, base)
    while let digit = rest.popFirst().flatMap(digit) {
      value += digit * weight
      let threshold = threshold(position, bias)
      if digit < threshold { return value }
      weight *= base - threshold
      position += base
      guard weight < 1 << 40, value < 1 << 40 else { return nil }
    }
    return nil
  }

  private static func digit(_ scalar: UInt32) -> Int? {
    if scalar.isDigit { return Int(scalar) - 0x30 + 26 }
    return scalar.isLetter ? Int(scalar | 0x20) - 0x61 : nil
  }

  private static func threshold(_ position: Int, _ bias: Int) -> Int {
    min(max(position - bias, leastThreshold), mostThreshold)
  }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var position = 0
    while delta > (base - leastThreshold) * mostThreshold / 2 {
      delta /= base - leastThreshold
      position += base
    }
    return position + (base - leastThreshold + 1) * delta / (delta + skew)
  }

  /// A label in ASCII, without "xn--".
  static func encoded(_ label: FormatText) -> [UInt32] {
    var output = label.filter { $0 < 0x80 }
    let basicCount = output.count
    if basicCount > 0 { output.append(hyphen) }
    var (scalar, delta, bias, handled) = (initialScalar, 0, initialBias, basicCount)
    while handled < label.count, let next = label.filter({ $0 >= scalar }).min() {
      delta += (Int(next) - scalar) * (handled + 1)
      scalar = Int(next)
      for other in label {
        if other < scalar { delta += 1 }
        guard other == next else { continue }
        output += digits(of: delta, bias)
        bias = adapted(delta, handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      scalar += 1
    }
    return output
  }

  private static func digits(of value: Int, _ bias: Int) -> [UInt32] {
    var (value, position, digits) = (value, base, [UInt32]())
    while true {
      let threshold = threshold(position, bias)
      if value < threshold { return digits + [character(value)] }
      digits.append(character(threshold + (value - threshold) % (base - threshold)))
      value = (value - threshold) / (base - threshold)
      position += base
    }
  }

  private static func character(_ digit: Int) -> UInt32 {
    UInt32(digit < 26 ? digit + 0x61 : digit - 26 + 0x30)
  }
}
