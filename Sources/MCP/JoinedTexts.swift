/// Texts in one buffer with commas between them, so that any run of them is one slice.
struct JoinedTexts: Sendable {
  private var bytes: [UInt8] = []
  /// Where each text starts.
  private var starts: [Int] = []

  init(_ texts: some Collection<[UInt8]>) {
    bytes.reserveCapacity(texts.reduce(0) { $0 + $1.count + 1 })
    starts.reserveCapacity(texts.count)
    for text in texts {
      if !starts.isEmpty { bytes.append(UInt8(ascii: ",")) }
      starts.append(bytes.count)
      bytes += text
    }
  }

  /// The texts of that range, commas between them.
  func run(_ range: Range<Int>) -> ArraySlice<UInt8> {
    guard !range.isEmpty else { return [] }
    let end = range.upperBound < starts.count ? starts[range.upperBound] - 1 : bytes.count
    return bytes[starts[range.lowerBound]..<end]
  }
}
