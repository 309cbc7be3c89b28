import JSON
import Testing

@testable import Lark

@Suite struct FoundDocumentTests {
  private func value(_ json: String) throws -> JSONValue { try JSONValue(parsing: json) }

  @Test func aShortcutIsWhatItPointsTo() throws {
    let json = """
      {"token":"short1","name":"快捷方式","type":"shortcut","modified_time":"1652066345",
       "shortcut_info":{"target_type":"docx","target_token":"doxcn1"}}
      """
    let document = try #require(FoundDocument(driveFile: try value(json)))
    #expect(document.token == "doxcn1")
    #expect(document.type == "docx")
    #expect(document.updated == 1_652_066_345)
  }

  @Test(arguments: [
    ("docx", "docx/t1"), ("doc", "docs/t1"), ("sheet", "sheets/t1"), ("bitable", "base/t1"),
    ("folder", "drive/folder/t1"), ("mindnote", "mindnotes/t1"), ("file", "file/t1"),
    ("slides", "slides/t1"),
  ])
  func hasALinkOfTheUsualForm(_ type: String, _ path: String) throws {
    let json = #"{"docs_token":"t1","docs_type":"\#(type)","title":"x"}"#
    let document = try #require(FoundDocument(legacy: try value(json)))
    #expect(document.link(.feishu) == "https://www.feishu.cn/\(path)")
    #expect(document.link(.lark) == "https://www.larksuite.com/\(path)")
  }

  @Test func aWikiPageIsLinkedByItsNode() throws {
    let json = #"{"node_token":"wik1","obj_token":"doxcn1","obj_type":"docx","title":"x"}"#
    let document = try #require(FoundDocument(wikiNode: try value(json)))
    #expect(document.link(.feishu) == "https://www.feishu.cn/wiki/wik1")
    #expect(document.metaType == "wiki")
  }

  @Test func leavesOutWhatHasNoToken() throws {
    for json in ["{}", #"{"result_meta":{}}"#, #"{"name":"x","type":"docx"}"#, "[]", "null"] {
      let value = try value(json)
      #expect(FoundDocument(docWiki: value) == nil)
      #expect(FoundDocument(legacy: value) == nil)
      #expect(FoundDocument(driveFile: value) == nil)
      #expect(FoundDocument(wikiNode: value) == nil)
    }
  }

  @Test func survivesTimesThatAreNone() throws {
    for time in [#""soon""#, "-5", "99999999999999", "null", "1.5"] {
      let json = #"{"node_token":"w","title":"x","obj_edit_time":\#(time)}"#
      #expect(FoundDocument(wikiNode: try value(json))?.updated == nil)
    }
  }
}
