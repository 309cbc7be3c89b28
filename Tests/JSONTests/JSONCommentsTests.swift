import JSON
import Testing

/// Configuration files as people write them.
struct JSONCommentsTests {
  func stripped(_ text: String) throws(JSONError) -> String {
    String(decoding: try JSONComments.strip(Array(text.utf8)), as: UTF8.self)
  }

  static let cases: [(text: String, expected: String)] = [
    ("{} // end", "{}       "),
    ("[1, /* two */ 3]", "[1,           3]"),
    ("[1,\n// x,]\n2]", "[1,\n      \n2]"),
    ("/**/1/***/", "    1     "),
    ("/*\n*\n/*/1", "  \n \n   1"),
    ("[1,]", "[1 ]"),
    ("{\"a\":1, // why\n}", "{\"a\":1        \n}"),
    ("[1, /* x */ ]", "[1          ]"),
    ("[[1,],{\"b\":[],},]", "[[1 ],{\"b\":[] } ]"),
    (#"["// no", "/* no */", "\"//", ",]"]"#, #"["// no", "/* no */", "\"//", ",]"]"#),
    ("[1/2]", "[1/2]"),
    ("// é\n1", "     \n1"),
    ("// only", "       "),
  ]

  @Test(arguments: cases)
  func strips(_ text: String, _ expected: String) throws {
    #expect(try stripped(text) == expected)
  }

  @Test(arguments: [
    "[,]", "[1,,]", "{,}", #"{"a":,}"#, "[,1]", ",", "[1,", "[1 /* x */ 2]", "{\"a\"/**/1}",
  ])
  func leavesFaultsToTheParser(_ text: String) throws {
    #expect(JSONParserTests.error(try stripped(text)) != nil)
  }

  @Test(arguments: [("[1, /* x", 4), ("/*", 0), ("/*/", 0), ("1 /* \n **", 2)])
  func namesTheCommentThatIsNotClosed(_ text: String, _ offset: Int) {
    #expect(
      throws: JSONError(.unclosedComment, at: offset, "the comment is not closed with \"*/\"")
    ) {
      try stripped(text)
    }
  }

  @Test(arguments: ["\"abc", "\"abc\\", "[\"a\\\"", "/", "[1,/"])
  func survivesUnfinishedTexts(_ text: String) throws {
    #expect(try stripped(text) == text)
  }

  @Test func lengthAndLinesStay() throws {
    let text = "{\n  // one\n  \"a\": [1, /* two\n lines */ 2,],\n}\n"
    let stripped = try stripped(text)
    #expect(stripped.utf8.count == text.utf8.count)
    #expect(stripped.filter { $0 == "\n" } == text.filter { $0 == "\n" })
    #expect(try JSONValue(parsing: stripped) == ["a": [1, 2]])
  }
}

/// Lines and columns.
struct JSONPositionTests {
  static let places: [(offset: Int, line: Int, column: Int)] = [
    (0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 2, 1), (5, 2, 2), (6, 2, 3), (7, 3, 1), (99, 3, 2),
    (-1, 1, 1),
  ]

  @Test(arguments: places)
  func counts(_ offset: Int, _ line: Int, _ column: Int) {
    let place = JSONPosition.lineAndColumn(offset, in: Array("ab\né!\nz".utf8))
    #expect(place.line == line)
    #expect(place.column == column)
  }
}
