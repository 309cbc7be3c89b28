import Testing

@testable import PluginHost

@Suite struct TemplateIndexTests {
  private let templates = [
    "notes://{id}", "{scheme}:{+rest}", "notes://a/{id}", "file:///{+path}", "notes://a/b",
    "notes://{+rest}", "notes://b/{id}", "n",
  ]

  private func index() throws -> TemplateIndex {
    TemplateIndex(try templates.map { try URITemplate($0) })
  }

  @Test(
    arguments: [
      ("notes://a/b", [0, 1, 2, 4, 5, 7], 1), ("notes://7", [0, 1, 5, 7], 0),
      ("notes://b/7", [0, 1, 5, 6, 7], 1), ("file:///x", [1, 3], 1), ("m", [1], nil),
      ("n", [1, 7], 7), ("z:", [1], nil), ("", [1], nil), ("notes://azz/7", [0, 1, 5, 7], 1),
    ] as [(String, [Int], Int?)])
  func aURIMeetsTheTemplatesThatItBeginsAs(uri: String, met: [Int], first: Int?) throws {
    #expect(try index().candidates(Array(uri.utf8)) == met)
    #expect(try index().firstMatch(Array(uri.utf8)) == first)
  }

  /// The index finds what trying one after the other finds.
  @Test func itIsTheFirstInOrder() throws {
    let patterns = try templates.map { try URITemplate($0) }
    let index = try index()
    for scheme in ["notes", "file", "n", ""] {
      for rest in ["", ":", "://", "://a", "://a/b", "://a/b/c", "://b/", ":///x"] {
        let uri = Array((scheme + rest).utf8)
        #expect(index.firstMatch(uri) == patterns.firstIndex { $0.matches(uri.span) })
      }
    }
  }

  @Test func thousandsOfTemplatesAreNotMet() throws {
    let index = TemplateIndex(try (0..<1000).map { try URITemplate("x:\($0)/{id}") })
    #expect(index.candidates(Array("x:999/1".utf8)) == [999])
    #expect(index.candidates(Array("x:1/1".utf8)) == [1])
    #expect(index.candidates(Array("y:1/1".utf8)) == [])
    #expect(TemplateIndex([]).candidates([1]) == [])
  }
}
