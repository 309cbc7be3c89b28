/// Texts in one buffer with commas between them, so that any run of them is one slice.
final class JoinedTexts: Sendable {
  private let bytes: [UInt8]
  /// Where each text starts.
  private let starts: [Int]

  /// Joins the objects as a revision has them.
  init(_ objects: [ListedObject], _ revision: Revision) {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    bytes.reserveCapacity(objects.reduce(0) { $0 + $1.text(revision).count + 1 })
    starts.reserveCapacity(objects.count)
    for object in objects {
      if !starts.isEmpty { bytes.append(UInt8(ascii: ",")) }
      starts.append(bytes.count)
      bytes += object.text(revision)
    }
    self.bytes = bytes
    self.starts = starts
  }

  /// The texts of that range, commas between them.
  func run(_ range: Range<Int>) -> ArraySlice<UInt8> {
    guard !range.isEmpty else { return [] }
    let end = range.upperBound < starts.count ? starts[range.upperBound] - 1 : bytes.count
    return bytes[starts[range.lowerBound]..<end]
  }
}
