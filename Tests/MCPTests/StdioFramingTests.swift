import JSON
import MCP
import Testing

@Suite struct StdioFramingTests {
  private func message(_ text: String) -> StdioFraming.Event { .message(Array(text.utf8)) }

  /// Feeds a text in pieces of that size and collects everything, the end included.
  private func events(
    _ text: String, pieces: Int, limit: Int = StdioFraming.defaultLimitBytes
  ) -> [StdioFraming.Event] {
    var framing = StdioFraming(limitBytes: limit)
    var events: [StdioFraming.Event] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes { framing.append($0) }
      while let event = framing.next() { events.append(event) }
    }
    if let last = framing.finish() { events.append(last) }
    return events
  }

  @Test(arguments: [1, 2, 3, 5, 100])
  func linesAreMessagesHoweverTheyArrive(_ pieces: Int) {
    #expect(
      events("{\"a\":1}\n{\"b\":2}\r\n\n  \r\n3\n", pieces: pieces)
        == [message("{\"a\":1}"), message("{\"b\":2}"), message("3")])
  }

  @Test(arguments: [1, 4, 100])
  func aLastLineWithoutEndCounts(_ pieces: Int) {
    #expect(events("a\nbc", pieces: pieces) == [message("a"), message("bc")])
    #expect(events("a\n \t", pieces: pieces) == [message("a")])
    #expect(events("", pieces: pieces) == [])
  }

  @Test(arguments: [1, 2, 3, 7, 100])
  func anOverlongLineIsRefusedOnceAndSkipped(_ pieces: Int) {
    #expect(
      events("12345\n123456\nabc\n", pieces: pieces, limit: 5)
        == [message("12345"), .tooLong, message("abc")])
    #expect(
      events("1234567890123456789\nabc\r\n12345\r\n", pieces: pieces, limit: 5)
        == [.tooLong, message("abc"), message("12345")])
  }

  @Test(arguments: [1, 3, 100])
  func anOverlongLineAtTheEndIsRefusedOnce(_ pieces: Int) {
    #expect(events("abc\n1234567890", pieces: pieces, limit: 5) == [message("abc"), .tooLong])
  }

  @Test func nothingIsKeptOfASkippedLine() {
    var framing = StdioFraming(limitBytes: 10)
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1000)
    var refusals = 0
    for _ in 0..<1000 {
      piece.withUnsafeBytes { framing.append($0) }
      while let event = framing.next() {
        #expect(event == .tooLong)
        refusals += 1
      }
    }
    #expect(refusals == 1)
    "\n{}\n".withBytes { framing.append($0) }
    #expect(framing.next() == message("{}"))
    #expect(framing.next() == nil)
  }

  @Test func theServerHasAnAnswerForIt() throws {
    let reply = Fixture.server.refuseTooLarge(limitBytes: 5)
    let error = try ReplyCheck.error(.reply(reply), -32600, status: 400, id: nil)
    #expect(error["error"]?["message"]?.string?.contains("5 bytes") == true)
  }
}
