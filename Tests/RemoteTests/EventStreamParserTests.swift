import Testing

@testable import Remote

@Suite struct EventStreamParserTests {
  private func events(_ pieces: String..., limit: Int = 1000) throws -> [String] {
    var parser = EventStreamParser(limitBytes: limit)
    var found: [String] = []
    for piece in pieces {
      found += try parser.append(Array(piece.utf8)).map {
        "\($0.type)|\(String(decoding: $0.data, as: UTF8.self))"
      }
    }
    return found
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func everyLineEnding(_ end: String) throws {
    let text = ["event: a", "data: 1", "data: 2", "", "data:3", "", ""].joined(separator: end)
    #expect(try events(text) == ["a|1\n2", "message|3"])
  }

  /// The stream is cut once at every place, and once after every byte.
  @Test(arguments: ["\n", "\r\n", "\r"]) func cutAnywhere(_ end: String) throws {
    let lines = [
      "\u{FEFF}id: 7", ": comment", "retry: 250", "data: é€😀", "data", "", "data: x", "", "",
    ]
    let bytes = Array(lines.joined(separator: end).utf8)
    let whole = ["é€😀\n", "x"]
    for cut in 0...bytes.count {
      var parser = EventStreamParser(limitBytes: 1000)
      let found = try parser.append(Array(bytes[..<cut])) + parser.append(Array(bytes[cut...]))
      #expect(found.map { String(decoding: $0.data, as: UTF8.self) } == whole)
      #expect(parser.lastEventID == "7")
      #expect(parser.retryMilliseconds == 250)
    }
    var parser = EventStreamParser(limitBytes: 1000)
    let found = try bytes.flatMap { try parser.append([$0]) }
    #expect(found.map { String(decoding: $0.data, as: UTF8.self) } == whole)
  }

  @Test func commentsUnknownFieldsAndEmptyEventsAreSkipped() throws {
    #expect(try events(": hi\n\nfoo: 1\n\nevent: x\n\ndata:\n\ndata: y\n\n") == ["message|y"])
  }

  @Test func anEventWithoutItsEmptyLineIsNone() throws {
    #expect(try events("data: 1\n\ndata: 2\n") == ["message|1"])
  }

  @Test func aPrimingEventGivesItsID() throws {
    var parser = EventStreamParser(limitBytes: 100)
    #expect(try parser.append(Array("id: a/1\ndata: \n\n".utf8)) == [])
    #expect(parser.lastEventID == "a/1")
    #expect(try parser.append(Array("id: b\n".utf8)) == [])
    #expect(parser.lastEventID == "a/1")
    #expect(try parser.append(Array("\n".utf8)) == [])
    #expect(parser.lastEventID == "b")
    #expect(try parser.append(Array("id: c\0\n\n".utf8)) == [])
    #expect(parser.lastEventID == "b")
    #expect(try parser.append(Array("id\n\n".utf8)) == [])
    #expect(parser.lastEventID == nil)
  }

  @Test func aRetryThatIsNoNumberIsSkipped() throws {
    var parser = EventStreamParser(limitBytes: 100)
    _ = try parser.append(Array("retry: 5\nretry: 1s\nretry:\nretry: 99999999999999999999\n".utf8))
    #expect(parser.retryMilliseconds == 5)
  }

  @Test func sizeIsBounded() throws {
    #expect(try events("data: 1234\n\n", "data: 1234\n\n", limit: 10).count == 2)
    #expect(throws: EventTooLarge(limitBytes: 10)) { try events("data: 12345", limit: 10) }
    #expect(throws: EventTooLarge(limitBytes: 10)) {
      try events("data:123\n", "data:456\n", "data:789\n", limit: 10)
    }
  }
}
