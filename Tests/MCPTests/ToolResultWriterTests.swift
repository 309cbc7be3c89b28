import JSON
import MCP
import Testing

@Suite struct ToolResultWriterTests {
  static func call(_ revision: Revision, meta: String = Message.modernMeta) throws -> MCPCall {
    let body =
      revision.isModern
      ? Message.modern("tools/call", #""name":"echo_text""#, meta: meta)
      : Message.legacy("tools/call", #""name":"echo_text""#)
    return try #require(Fixture.server.receive(body, nil, session: revision).call)
  }

  /// Writes a result and checks it.
  private func result(
    _ revision: Revision, isError: Bool = false, structured: String = "", meta: String = "",
    fault: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ write: (inout ToolResultWriter) -> Void
  ) throws -> JSONValue {
    var writer = ToolResultWriter(try Self.call(revision))
    write(&writer)
    let bytes = structured.withBytes { structured in
      meta.withBytes { writer.finish(isError: isError, structured: structured, meta: $0) }
    }
    if let fault {
      #expect(writer.fault?.contains(fault) == true, sourceLocation: sourceLocation)
    } else {
      #expect(writer.fault == nil, sourceLocation: sourceLocation)
    }
    let reply = MCPReply(body: bytes)
    return try ReplyCheck.result(
      reply, "CallToolResult", revision, sourceLocation: sourceLocation)
  }

  private func text(_ text: String) -> (inout ToolResultWriter) -> Void {
    { writer in text.withBytes { writer.content.text($0) } }
  }

  @Test(arguments: Revision.allCases)
  func textOfEveryRevision(_ revision: Revision) throws {
    let result = try result(revision, text("a \"quoted\" line\nand \u{1F600}\u{0}"))
    #expect(
      result["content"] == [["type": "text", "text": "a \"quoted\" line\nand \u{1F600}\u{0}"]])
    #expect(result["isError"] == nil)
    #expect(result["structuredContent"] == nil)
  }

  @Test(arguments: Revision.allCases)
  func anEmptyResultHasNoContent(_ revision: Revision) throws {
    #expect(try result(revision) { _ in }["content"] == [])
  }

  @Test func errorsAreFlagged() throws {
    #expect(try result(.july2026, isError: true, text("no"))["isError"] == true)
    #expect(try result(.march2025, isError: true, text("no"))["isError"] == true)
  }

  @Test func illFormedTextIsReplaced() throws {
    let result = try result(.july2026) { writer in
      ([0x61, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80, 0x62] as [UInt8]).withUnsafeBytes {
        writer.content.text($0)
      }
    }
    let text = try #require(result["content"]?[0]?["text"]?.string)
    #expect(text.hasPrefix("a\u{FFFD}\u{FFFD}("))
    #expect(text.hasSuffix("b"))
  }

  @Test(arguments: Revision.allCases)
  func partsOfEveryKind(_ revision: Revision) throws {
    let bytes: [UInt8] = [0, 1, 2, 255]
    let result = try result(revision) { writer in
      bytes.withUnsafeBytes { data in
        "image/png".withBytes { writer.content.image(data, mediaType: $0) }
        writer.content.audio(data, mediaType: ContentWriter.nothing)
        "test://a".withBytes { uri in
          "text/plain".withBytes { type in
            "hi".withBytes { writer.content.resourceText(uri: uri, text: $0, mediaType: type) }
          }
          writer.content.resourceBlob(uri: uri, data: data)
        }
      }
    }
    #expect(
      result["content"] == [
        ["type": "image", "data": "AAEC/w==", "mimeType": "image/png"],
        ["type": "audio", "data": "AAEC/w==", "mimeType": "application/octet-stream"],
        [
          "type": "resource",
          "resource": ["uri": "test://a", "mimeType": "text/plain", "text": "hi"],
        ],
        ["type": "resource", "resource": ["uri": "test://a", "blob": "AAEC/w=="]],
      ])
  }

  @Test(arguments: Revision.allCases)
  func linksBecomeTextWhereThereAreNone(_ revision: Revision) throws {
    let result = try result(revision) { writer in
      "test://a".withBytes { uri in
        "A".withBytes { name in
          "text/plain".withBytes { type in
            #"{"title":"T","annotations":{"priority":1}}"#.withBytes {
              writer.content.resourceLink(uri: uri, name: name, mediaType: type, members: $0)
            }
          }
        }
      }
    }
    let more: JSONObject = ["title": "T", "annotations": ["priority": 1]]
    var expected: JSONObject =
      revision == .march2025
      ? ["type": "text", "text": "A: test://a"]
      : ["type": "resource_link", "uri": "test://a", "name": "A", "mimeType": "text/plain"]
    for (key, value) in more.members { expected[key] = value }
    #expect(result["content"]?[0] == .object(expected))
  }

  @Test func membersAreMergedButNeverReplace() throws {
    let members =
      "{\"annotations\":{\"audience\":[\"user\"]},\n\"type\":\"x\",\"t\\u0065xt\":\"y\"}"
    let result = try result(.july2026) { writer in
      "t".withBytes { text in members.withBytes { writer.content.text(text, members: $0) } }
    }
    #expect(
      result["content"]?[0]
        == ["type": "text", "text": "t", "annotations": ["audience": ["user"]]])
  }

  @Test(arguments: ["[]", "{", #"{"a":1,"a":2}"#, "{}}", #"{"a":1},"b":{}"#])
  func membersThatAreNoObjectAreLeftOut(_ members: String) throws {
    let result = try result(.july2026, fault: "members of a part") { writer in
      "t".withBytes { text in members.withBytes { writer.content.text(text, members: $0) } }
    }
    #expect(result["content"]?[0] == ["type": "text", "text": "t"])
    #expect(result["isError"] == true)
  }

  @Test func membersOfTheWrongKindAreLeftOut() throws {
    let members = #"{"annotations":"a","_meta":{"b":1},"other":2}"#
    let result = try result(.july2026, fault: "\"annotations\" must be an object") { writer in
      "t".withBytes { text in members.withBytes { writer.content.text(text, members: $0) } }
    }
    #expect(
      result["content"]?[0] == ["type": "text", "text": "t", "_meta": ["b": 1], "other": 2])
  }

  @Test(arguments: Revision.allCases)
  func structuredObjectsSinceJune2025(_ revision: Revision) throws {
    let result = try result(revision, structured: "{\"a\":\n1.50}", text("t"))
    let isKnown = revision >= .june2025
    #expect(result["structuredContent"]?.description == (isKnown ? #"{"a":1.50}"# : nil))
    #expect(result["content"] == [["type": "text", "text": "t"]])
  }

  @Test(arguments: Revision.allCases, ["[1,2]", "7", "null", #""s""#])
  func otherStructuredContentIsModern(_ revision: Revision, _ json: String) throws {
    let result = try result(revision, structured: json, text("t"))
    #expect(result["structuredContent"]?.description == (revision.isModern ? json : nil))
  }

  @Test(arguments: Revision.allCases)
  func structuredContentAloneIsToldAsTextToo(_ revision: Revision) throws {
    let result = try result(revision, structured: #"{"a":[1]}"#) { _ in }
    #expect(result["content"] == [["type": "text", "text": #"{"a":[1]}"#]])
  }

  @Test func brokenStructuredContentIsAToolError() throws {
    let result = try result(
      .july2026, structured: "{\"a\":", fault: "structured content", text("t"))
    #expect(result["structuredContent"] == nil)
    #expect(result["isError"] == true)
    #expect(result["content"]?.array?.count == 2)
  }

  @Test func metadataOfTheToolComesBesideThatOfTheServer() throws {
    let meta = #"{"com.example/a":1,"io.modelcontextprotocol/serverInfo":{"name":"x"}}"#
    let modern = try result(.july2026, meta: meta, text("t"))
    #expect(modern["_meta"]?["com.example/a"] == 1)
    let legacy = try result(.november2025, meta: #"{"com.example/a":1}"#, text("t"))
    #expect(legacy["_meta"] == ["com.example/a": 1])
    #expect(try result(.november2025, text("t"))["_meta"] == nil)
  }

  @Test func metadataThatIsNoObjectIsLeftOut() throws {
    let result = try result(.november2025, meta: "[]", fault: "metadata", text("t"))
    #expect(result["_meta"] == nil)
  }

  @Test func theIdIsEchoed() throws {
    let body = Message.legacy("tools/call", #""name":"echo_text""#, id: #""a\u0062c""#)
    let call = try #require(Fixture.server.receive(body, nil).call)
    var writer = ToolResultWriter(call)
    let text = String(decoding: writer.finish(), as: UTF8.self)
    #expect(text == #"{"jsonrpc":"2.0","id":"a\u0062c","result":{"content":[]}}"#)
  }
}
