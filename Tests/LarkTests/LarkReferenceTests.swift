import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct LarkReferenceTests {
  @Test(
    arguments: [
      ("https://acme.feishu.cn/docx/AbC123xyz", .docx, "AbC123xyz"),
      ("acme.larksuite.com/wiki/WikTok1?from=x", .wiki, "WikTok1"),
      ("https://acme.feishu.cn/drive/folder/fldTok?a=1", .folder, "fldTok"),
      ("https://acme.feishu.cn/wiki/space/7034502641455497244", .wikiSpace, "7034502641455497244"),
      ("https://acme.feishu.cn/space/doc/doccnAbc", .doc, "doccnAbc"),
      ("https://acme.feishu.cn/minutes/obcn123", .minutes, "obcn123"),
      ("https://applink.feishu.cn/client/chat/open?openChatId=oc_9", .chat, "oc_9"),
      ("https://applink.feishu.cn/client/todo/detail?guid=a-b-c", .task, "a-b-c"),
      (" oc_1 ", .chat, "oc_1"), ("om_1", .message, "om_1"), ("omt_1", .thread, "omt_1"),
      ("ou_1", .openID, "ou_1"), ("wikcnABC", .wiki, "wikcnABC"), ("shtcnA", .sheet, "shtcnA"),
      ("Zx81opaque", .unknown, "Zx81opaque"),
    ] as [(String, LarkReference.Kind, String)])
  func knows(_ text: String, _ kind: LarkReference.Kind, _ token: String) {
    #expect(LarkReference(parsing: text) == LarkReference(kind, token))
  }

  @Test func readsTheParts() throws {
    let base = try #require(
      LarkReference(parsing: "https://a.feishu.cn/base/BasT?table=tbl1&view=vew2&record=rec3"))
    #expect(base.kind == .bitable)
    #expect([base.table, base.view, base.record] == ["tbl1", "vew2", "rec3"])
    #expect(LarkReference(parsing: "https://a.feishu.cn/sheets/Sh1?sheet=ab%2F1")?.sheet == "ab/1")
    #expect(LarkReference(parsing: "https://a.feishu.cn/docx/Do1#blk")?.block == "blk")
  }

  @Test(arguments: [
    "", "  ", "https://a.feishu.cn/", "https://a.feishu.cn/docx/", "https://a.cn/docx/a b",
    "two words", "https://a.feishu.cn/docx/..%2F..", "文档", "https://a.feishu.cn/client/chat/open",
  ])
  func refuses(_ text: String) { #expect(LarkReference(parsing: text) == nil) }

  @Test func refusesWhatIsTooLong() {
    #expect(LarkReference(parsing: String(repeating: "a", count: 129)) == nil)
    #expect(
      LarkReference(parsing: "https://a.cn/docx/" + String(repeating: "a", count: 4096)) == nil)
  }

  @Test func resolvesWikiPages() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET /open-apis/wiki/v2/spaces/get_node",
      .data(#"{"node":{"obj_token":"BasT","obj_type":"bitable"}}"#))
    let link = try #require(LarkReference(parsing: "https://a.feishu.cn/wiki/Wik1?table=tbl1"))
    let resolved = try await link.resolved(bench.client, bench.context())
    #expect(resolved.kind == .bitable)
    #expect(resolved.token == "BasT")
    #expect(resolved.table == "tbl1")
    #expect(bench.transport.requests.last?.url.hasSuffix("?token=Wik1") == true)
    let other = LarkReference(.docx, "Do1")
    #expect(try await other.resolved(bench.client, bench.context()) == other)
  }
}

@Suite struct LooseInputsTests {
  private struct Arguments: Decodable {
    var card: JSONText
    var id: LooseID
  }

  @Test(arguments: [
    (#"{"card":{"a":1},"id":"7034502641455497244"}"#, "7034502641455497244"),
    (#"{"card":"{\"a\":1}","id":9007199254740993}"#, "9007199254740993"),
    (#"{"card":"{\"a\":1}","id":" x "}"#, "x"),
  ])
  func takesBothForms(_ json: String, _ id: String) throws {
    let arguments = try JSONDecoding.decode(Arguments.self, from: JSONValue(parsing: json))
    #expect(arguments.card.value == ["a": 1])
    #expect(arguments.id.text == id)
  }

  @Test func keepsTextThatIsNoJSON() throws {
    let value = try JSONDecoding.decode(JSONText.self, from: "hello")
    #expect(value.value == "hello")
  }

  @Test func refusesOtherIDs() throws {
    #expect(throws: JSONDecodingError.self) { try JSONDecoding.decode(LooseID.self, from: true) }
  }
}
