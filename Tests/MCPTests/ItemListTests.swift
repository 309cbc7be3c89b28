import JSON
import Testing

@testable import MCP

/// prompts/list, resources/list and resources/templates/list.
@Suite struct ItemListTests {
  private static let kinds: [(String, String, String)] = [
    ("prompts/list", "prompts", "ListPromptsResult"),
    ("resources/list", "resources", "ListResourcesResult"),
    ("resources/templates/list", "resourceTemplates", "ListResourceTemplatesResult"),
  ]

  @Test(arguments: kinds, Revision.allCases)
  func everyItemIsListedInOrder(_ kind: (String, String, String), _ revision: Revision) throws {
    let (method, member, definition) = kind
    let result = try ReplyCheck.result(
      Fixture.server.receive(method, "", revision), definition, revision)
    let names = result[member]?.array?.compactMap { $0["name"]?.string }
    let expected = [
      "prompts": ["greeting", "plain"], "resources": ["notes", "picture"],
      "resourceTemplates": ["item"],
    ]
    #expect(names == expected[member])
    #expect(result["nextCursor"] == nil)
  }

  @Test func itemsArriveAsTheyWereGiven() throws {
    let result = try ReplyCheck.result(
      Fixture.server.receive("prompts/list", "", .july2026), "ListPromptsResult", .july2026)
    #expect(
      result["prompts"]?[0]?["arguments"] == [
        ["name": "who", "required": true], ["name": "tone"],
        ["name": "where", "required": true],
      ])
    #expect(result["prompts"]?[1] == ["name": "plain", "title": "Plain"])
  }

  @Test(arguments: Revision.allCases)
  func membersAreThoseOfTheRevision(_ revision: Revision) throws {
    let resources = Fixture.items(
      .resource,
      [
        #"{"uri":"a:b","name":"n","title":"T","_meta":{},"icons":[{"src":"data:,"}],"size":1}"#
      ])
    let lists = Fixture.lists.with(resources: resources)
    let result = try ReplyCheck.result(
      Fixture.server.receive("resources/list", "", revision, lists: lists),
      "ListResourcesResult", revision)
    var expected: Set = ["uri", "name", "size"]
    if revision >= .june2025 { expected.formUnion(["title", "_meta"]) }
    if revision >= .november2025 { expected.insert("icons") }
    #expect(Set(try #require(result["resources"]?[0]?.object).keys) == expected)
  }

  @Test(arguments: [Revision.july2026, .march2025], [1, 2, 3, 5, 6])
  func pagesFollowEachOther(_ revision: Revision, _ pageSize: Int) throws {
    let prompts = Fixture.items(
      .prompt, (0..<5).map { #"{"name":"p\#($0)"}"# }, pageSize: pageSize)
    let lists = Fixture.lists.with(prompts: prompts)
    var seen: [String] = []
    var cursor = ""
    repeat {
      let page = try ReplyCheck.result(
        Fixture.server.receive(
          "prompts/list", #""cursor":"\#(cursor)""#, revision, lists: lists),
        "ListPromptsResult", revision)
      let names = page["prompts"]?.array?.compactMap { $0["name"]?.string } ?? []
      #expect(!names.isEmpty && names.count <= pageSize)
      seen += names
      cursor = page["nextCursor"]?.string ?? ""
    } while !cursor.isEmpty && seen.count < 10
    #expect(seen == (0..<5).map { "p\($0)" })
  }

  /// A cursor is bound to its list and what the list holds.
  @Test func cursorsOfOtherListsAreRefused() throws {
    let objects = (0..<3).map { #"{"uri":"a:\#($0)","name":"n"}"# }
    let lists = Fixture.lists.with(
      resources: Fixture.items(.resource, objects, pageSize: 1))
    let first = try ReplyCheck.result(
      Fixture.server.receive("resources/list", "", .july2026, lists: lists),
      "ListResourcesResult", .july2026)
    let cursor = #""cursor":"\#(try #require(first["nextCursor"]?.string))""#
    for method in ["tools/list", "prompts/list", "resources/templates/list"] {
      try ReplyCheck.error(
        Fixture.server.receive(method, cursor, .july2026, lists: lists), -32602, status: 400)
    }
    let changed = Fixture.lists.with(
      resources: Fixture.items(.resource, objects.reversed(), pageSize: 1))
    try ReplyCheck.error(
      Fixture.server.receive("resources/list", cursor, .july2026, lists: changed), -32602,
      status: 400)
  }

  @Test func keysAreFound() {
    #expect(Fixture.resources.index(ofKey: ArraySlice("test://picture".utf8)) == 1)
    #expect(Fixture.resources.index(ofKey: ArraySlice("test://pictur".utf8)) == nil)
    #expect(Fixture.resources.key(at: 0).elementsEqual("test://notes".utf8))
    #expect(Fixture.resources.count == 2)
    #expect(Fixture.resources.generation == 7)
  }
}

/// Lists that take over what an earlier one knew.
@Suite struct ItemListReuseTests {
  private static let objects = (0..<3).map { #"{"uri":"a:\#($0)","name":"n","title":"t"}"# }

  private func list(_ objects: [String], after earlier: ItemList, pageSize: Int = 7) throws
    -> ItemList
  {
    let items = try objects.map { object in
      let key = try #require(try JSONValue(parsing: object)["uri"]?.string)
      return OfferedItem(key: Array(key.utf8), object: Array(object.utf8))
    }
    return try ItemList(.resource, items, generation: 9, pageSize: pageSize, reusing: earlier)
  }

  @Test func theSameListIsRenderedOnce() throws {
    let first = Fixture.items(.resource, Self.objects, pageSize: 7)
    let second = try list(Self.objects, after: first)
    #expect(second.rendered === first.rendered)
    #expect(second.generation == 9)
    let paged = try list(Self.objects, after: first, pageSize: 2)
    #expect(paged.rendered.page(from: 0, .july2026).next == 2)
  }

  @Test(arguments: Revision.allCases)
  func whatHasChangedIsServedAnew(_ revision: Revision) throws {
    let first = Fixture.items(.resource, Self.objects, pageSize: 7)
    let lists = Fixture.lists.with(resources: first)
    _ = Fixture.server.receive("resources/list", "", revision, lists: lists)
    let changed = #"{"uri":"a:1","name":"other"}"#
    let second = try list([Self.objects[2], changed], after: first)
    #expect(second.rendered.digest != first.rendered.digest)
    let result = try ReplyCheck.result(
      Fixture.server.receive(
        "resources/list", "", revision, lists: Fixture.lists.with(resources: second)),
      "ListResourcesResult", revision)
    #expect(result["resources"]?.array?.map { $0["name"] } == ["n", "other"])
    #expect(result["resources"]?[0]?["title"] == (revision == .march2025 ? nil : "t"))
  }

  @Test func aListOfAnotherKindHelpsNothing() throws {
    let prompt = OfferedItem(key: Array("a".utf8), object: Array(#"{"name":"a"}"#.utf8))
    let prompts = try ItemList(.prompt, [prompt], generation: 1)
    #expect(throws: ItemListError.self) {
      try ItemList(.resource, [prompt], generation: 2, reusing: prompts)
    }
  }
}

/// Items that no list can hold.
@Suite struct ItemListErrorTests {
  private func fault(_ kind: ItemKind, _ object: String, key: String = "x") -> String? {
    let item = OfferedItem(key: Array(key.utf8), object: Array(object.utf8))
    return ItemList.fault(of: item, kind)?.text
  }

  @Test(arguments: [
    ("{", "not JSON"), ("[]", "JSON object"), ("{}", "name"), (#"{"name":"y"}"#, "name"),
    (#"{"name":"x","title":1}"#, "title"), (#"{"name":"x","arguments":{}}"#, "arguments"),
    (#"{"name":"x","arguments":["a"]}"#, "arguments[0]"),
    (#"{"name":"x","arguments":[{"name":"a"},{}]}"#, "arguments[1]"),
    (#"{"name":"x","arguments":[{"name":"a","required":1}]}"#, "true or false"),
    (#"{"name":"x","icons":[{}]}"#, "src"), (#"{"name":"x","_meta":1}"#, "_meta"),
  ])
  func faultsOfPromptsAreNamed(_ object: String, _ word: String) throws {
    let text = try #require(fault(.prompt, object))
    #expect(text.contains(word), "\(text)")
  }

  @Test(arguments: [
    (#"{"uri":"a:b"}"#, "name"), (#"{"uri":"a:c","name":"n"}"#, "uri"),
    (#"{"uri":"a:b","name":1}"#, "name"), (#"{"uri":"a:b","name":"n","size":"1"}"#, "size"),
    (#"{"uri":"a:b","name":"n","mimeType":null}"#, "mimeType"),
    (#"{"uri":"a:b","name":"n","annotations":[]}"#, "annotations"),
  ])
  func faultsOfResourcesAreNamed(_ object: String, _ word: String) throws {
    let text = try #require(fault(.resource, object, key: "a:b"))
    #expect(text.contains(word), "\(text)")
  }

  @Test(arguments: ["notes.txt", "", ":a", "1a:b", "a b:c", "é:a"])
  func aURIHasAScheme(_ uri: String) throws {
    let text = try #require(fault(.resource, #"{"uri":"\#(uri)","name":"n"}"#, key: uri))
    #expect(text.contains("scheme"))
  }

  @Test func validItemsHaveNoFault() {
    #expect(fault(.prompt, #"{"name":"x","arguments":[]}"#) == nil)
    #expect(fault(.resource, #"{"uri":"a+1.b-c:","name":"n"}"#, key: "a+1.b-c:") == nil)
    #expect(fault(.template, #"{"uriTemplate":"{+a}","name":"n"}"#, key: "{+a}") == nil)
  }

  @Test func twoItemsOfOneKeyAreRefused() {
    let item = OfferedItem(key: Array("x".utf8), object: Array(#"{"name":"x"}"#.utf8))
    let error = #expect(throws: ItemListError.self) {
      try ItemList(.prompt, [item, item], generation: 1)
    }
    #expect(error?.key == "x")
    #expect(error?.description.hasPrefix(#"prompt "x": two"#) == true)
  }
}
