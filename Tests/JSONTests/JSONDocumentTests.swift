import JSON
import Testing

/// Finding one's way in a document.
struct JSONDocumentTests {
  static func document(_ text: String, _ limits: JSONLimits = .default) throws -> JSONDocument {
    try JSONDocument(parsing: Array(text.utf8), limits: limits)
  }

  static let mixed = #" { "a" : [ 1 , [ ] , { } ] , "b\u0063" : "x" , "d":null,"e":[[true]]} "#

  func text(_ document: JSONDocument, _ node: Int) -> String {
    String(decoding: document.slice(node), as: UTF8.self)
  }

  @Test func knowsKindsAndRanges() throws {
    let document = try Self.document("[null,false,true,-1.5,\"s\",[],{}]")
    let nodes = Array(document.elements(document.root))
    #expect(
      nodes.map(document.kind) == [.null, .false, .true, .number, .string, .array, .object])
    #expect(
      nodes.map { text(document, $0) } == ["null", "false", "true", "-1.5", "\"s\"", "[]", "{}"])
    #expect(document.kind(document.root) == .array)
    #expect(document.range(document.root) == 0..<32)
    #expect(document.range(nodes[3]) == 17..<21)
    #expect(document.count(document.root) == 7)
  }

  @Test func walksSiblingsOverWholeSubtrees() throws {
    let document = try Self.document(Self.mixed)
    #expect(document.count(0) == 4)
    var seen: [String] = []
    var node = document.firstChild(0)
    while let current = node {
      seen.append(text(document, current))
      node = document.next(current)
    }
    #expect(
      seen == [
        #""a""#, "[ 1 , [ ] , { } ]", #""b\u0063""#, #""x""#, #""d""#, "null", #""e""#, "[[true]]",
      ])
    #expect(document.next(0) == nil)
  }

  @Test func scalarsAndEmptyContainersHaveNoChildren() throws {
    for text in ["1", "\"s\"", "null", "[]", "{}"] {
      let document = try Self.document(text)
      #expect(document.firstChild(0) == nil)
      #expect(document.count(0) == 0)
      #expect(Array(document.elements(0)).isEmpty)
      #expect(Array(document.members(0)).isEmpty)
    }
  }

  @Test func sequencesKeepToTheirKind() throws {
    let object = try Self.document(Self.mixed)
    #expect(Array(object.elements(0)).isEmpty)
    #expect(object.members(0).map { object.string($0.key) } == ["a", "bc", "d", "e"])
    #expect(object.members(0).map { object.kind($0.value) } == [.array, .string, .null, .array])
    let array = try Self.document("[1,2]")
    #expect(Array(array.members(0)).isEmpty)
  }

  @Test func findsMembersByDecodedKey() throws {
    let document = try Self.document(Self.mixed)
    let found = try #require(document.member(0, "bc"))
    #expect(document.string(found) == "x")
    #expect(document.member(0, Array("bc".utf8)) == found)
    #expect(document.member(0, named: "bc") == found)
    #expect(document.member(0, Array("bc".utf8).span) == found)
    for absent: StaticString in ["", "b", "bcd", "b\\u0063", "A", "x"] {
      #expect(document.member(0, absent) == nil)
    }
    let array = try #require(document.member(0, "a"))
    #expect(document.member(array, "a") == nil)
    #expect(document.member(found, "x") == nil)
  }

  @Test func findsKeysOfEveryLength() throws {
    let keys = (0...40).map { String(repeating: "k", count: $0) }
    let document = try Self.document(
      "{" + keys.map { "\"\($0)\":\($0.count)" }.joined(separator: ",") + "}")
    for key in keys {
      let node = try #require(document.member(0, named: key))
      #expect(document.integer(node) == Int64(key.count))
      #expect(document.member(0, named: key + "x") == nil)
      if let last = key.indices.last {
        #expect(document.member(0, named: key[..<last] + "x") == nil)
      }
    }
  }

  @Test func lastDuplicateWinsWhereAllowed() throws {
    let limits = JSONLimits(refusesDuplicateKeys: false)
    let document = try Self.document(#"{"a":1,"b":2,"\u0061":3}"#, limits)
    let node = try #require(document.member(0, "a"))
    #expect(document.integer(node) == 3)
    #expect(document.value(0) == ["a": 3, "b": 2])
    #expect(document.value(0).description == #"{"a":3,"b":2}"#)
  }

  @Test func keepsItsBytes() throws {
    let document = try Self.document(Self.mixed)
    #expect(document.bytes == Array(Self.mixed.utf8))
    #expect(document.range(0) == 1..<(Self.mixed.utf8.count - 1))
  }
}
