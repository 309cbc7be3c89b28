/// Cuts a stream of bytes into messages, one a line (the stdio transport of every revision).
///
/// A plain value: bytes go in, messages come out, nothing is read or written. A carriage return
/// before the line feed is dropped and blank lines are passed over.
package struct StdioFraming {
  /// What a stream holds.
  package enum Event: Equatable, Sendable {
    /// One line without its end.
    case message([UInt8])
    /// A line over the limit was dropped; answered with `MCPServer.refuseTooLarge`.
    case tooLong
  }

  /// The longest line kept, in bytes, its end not counted.
  package static let defaultLimitBytes = 4 * 1024 * 1024

  /// The longest line kept, in bytes, its end not counted.
  package let limitBytes: Int
  private var buffer: [UInt8] = []
  /// Where the next line starts in `buffer`.
  private var start = 0
  /// Up to where no line feed was found.
  private var scanned = 0
  /// Dropping the rest of a line over the limit.
  private var isSkipping = false

  /// An empty stream.
  package init(limitBytes: Int = StdioFraming.defaultLimitBytes) { self.limitBytes = limitBytes }

  /// Takes what was read. `next` is to be called until nil afterwards, so that no more than one
  /// line over the limit is ever held.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if start > 0 {
      buffer.removeFirst(start)
      scanned -= start
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next message or refusal; nil until more is read.
  package mutating func next() -> Event? {
    while let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = start..<end
      start = end + 1
      scanned = start
      if isSkipping {
        isSkipping = false
      } else if let event = event(line) {
        return event
      }
    }
    scanned = buffer.count
    return refuseOverlong()
  }

  /// What is left when the stream has ended: a last line without its end.
  package mutating func finish() -> Event? {
    let line = start..<buffer.count
    start = buffer.count
    scanned = start
    return isSkipping ? nil : event(line)
  }

  /// Drops an unfinished line as soon as it is over the limit. One byte more is let pass, which
  /// may be the carriage return of a line that just fits.
  private mutating func refuseOverlong() -> Event? {
    guard buffer.count - start > (isSkipping ? 0 : limitBytes + 1) else { return nil }
    buffer.removeAll(keepingCapacity: false)
    start = 0
    scanned = 0
    defer { isSkipping = true }
    return isSkipping ? nil : .tooLong
  }

  private func event(_ line: Range<Int>) -> Event? {
    var line = buffer[line]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard line.contains(where: { !$0.isBlank }) else { return nil }
    return line.count > limitBytes ? .tooLong : .message(Array(line))
  }
}
