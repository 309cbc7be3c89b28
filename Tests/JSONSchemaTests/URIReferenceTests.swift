import Testing

@testable import JSONSchema

/// Resolution of references by RFC 3986.
struct URIReferenceTests {
  /// RFC 3986 sections 5.4.1 and 5.4.2.
  @Test(arguments: [
    ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
    ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"),
    ("g?y", "http://a/b/c/g?y"), ("g#s", "http://a/b/c/g"), (";x", "http://a/b/c/;x"),
    ("g;x", "http://a/b/c/g;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"),
    ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"),
    ("../g", "http://a/b/g"),
    ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
    ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."),
    ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"),
    ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"), ("g;x=1/../y", "http://a/b/c/y"),
    ("g?y/./x", "http://a/b/c/g?y/./x"), ("#s/../x", "http://a/b/c/d;p?q"),
  ])
  func targetIsThatOfTheStandard(_ reference: String, _ expected: String) {
    let base = URIReference("http://a/b/c/d;p?q")
    #expect(URIReference(reference).resolved(against: base).withoutFragment == expected)
  }

  @Test(arguments: [("#a%25b", "a%b"), ("#%22", "\""), ("#%zz", "%zz"), ("#", ""), ("x", "")])
  func fragmentIsDecoded(_ reference: String, _ expected: String) {
    #expect(URIReference(reference).decodedFragment == expected)
  }

  @Test func fragmentThatIsNoTextIsRefused() throws {
    #expect(URIReference("#%ff").decodedFragment == nil)
    #expect(
      try Schema.error(##"{"$ref": "#%ff"}"##)?.text.hasSuffix("where there is no schema") == true)
  }
}
