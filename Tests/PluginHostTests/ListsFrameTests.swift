import Testing

@testable import PluginHost

@Suite struct ListsFrameTests {
  private func payload(_ changes: ListChanges, _ texts: [ListKind: String]) -> [UInt8] {
    var lists = PluginLists()
    for (kind, text) in texts { lists[kind] = Array(text.utf8) }
    var frame: [UInt8] = []
    ListsFrame.append(lists, changes, to: &frame)
    return Array(frame.dropFirst(FrameLimits.headerBytes))
  }

  private func decode(_ payload: [UInt8]) throws -> PluginLists {
    try payload.withUnsafeBytes { try ListsFrame.decode($0) }
  }

  @Test func listsArriveAsTheyWereSent() throws {
    let whole = try decode(
      payload(.all, [.tools: "[1]", .prompts: "[]", .resources: "[22]", .templates: ""]))
    #expect(whole.isWhole)
    #expect(whole[.tools] == Array("[1]".utf8) && whole[.resources] == Array("[22]".utf8))
    let some = try decode(payload([.prompts], [.prompts: "[3]"]))
    #expect(!some.isWhole)
    #expect(some[.prompts] == Array("[3]".utf8) && some[.tools] == nil)
  }

  @Test func cutAndLongAndUnknownListsAreRefused() {
    let whole = payload(.resources, [.resources: "[1]", .templates: "[2]"])
    for length in 0..<whole.count {
      #expect(throws: FrameError.self) { try decode(Array(whole[..<length])) }
    }
    #expect(throws: FrameError.self) { try decode(whole + [0]) }
    for bits: UInt8 in [0, 8, 9, 255] {
      var unknown = whole
      unknown[0] = bits
      #expect(throws: FrameError.self) { try decode(unknown) }
    }
  }

  @Test func aURIIsNeitherEmptyNorEndless() throws {
    func uri(_ count: Int) throws -> URIKey {
      try [UInt8](repeating: 65, count: count).withUnsafeBytes {
        var cursor = FrameCursor($0)
        return try cursor.uri()
      }
    }
    #expect(try uri(ResourceDefinition.maximumURIBytes).utf8.count == 4096)
    #expect(throws: FrameError.self) { try uri(0) }
    #expect(throws: FrameError.self) { try uri(ResourceDefinition.maximumURIBytes + 1) }
  }

  @Test func newerListsReplaceOlderOnes() throws {
    var lists = PluginLists()
    lists[.tools] = [1]
    lists[.prompts] = [2]
    var newer = PluginLists()
    newer[.prompts] = [3]
    lists.merge(newer)
    #expect(lists[.tools] == [1] && lists[.prompts] == [3])
  }
}
