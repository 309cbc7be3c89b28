/// Cuts a stream of bytes into lines, as text for the log.
struct LineBuffer: Sendable {
  /// A longer line is cut here and goes on as another one.
  static let maximumLineBytes = 8192

  private var rest: [UInt8] = []

  /// Adds bytes and returns the lines that are complete, without their line ends. Empty lines are
  /// dropped.
  mutating func append(_ bytes: UnsafeRawBufferPointer) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") || rest.count == Self.maximumLineBytes { flush(to: &lines) }
      if byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") { rest.append(byte) }
    }
    return lines
  }

  /// What is left at the end of the stream.
  mutating func finish() -> [String] {
    var lines: [String] = []
    flush(to: &lines)
    return lines
  }

  private mutating func flush(to lines: inout [String]) {
    guard !rest.isEmpty else { return }
    lines.append(String(decoding: rest, as: UTF8.self))
    rest.removeAll(keepingCapacity: true)
  }
}
