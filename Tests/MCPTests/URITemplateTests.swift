import Testing

@testable import MCP

@Suite struct URITemplateTests {
  private func matches(_ template: String, _ uri: String) throws -> Bool {
    try #require(URITemplate(Array(template.utf8))).matches(ArraySlice(uri.utf8))
  }

  @Test(arguments: [
    ("a://x/{id}/data", "a://x/1/data"), ("a://x/{id}/data", "a://x/%2F-é?#/data"),
    ("a://{b}-{c}", "a://1-2-3"), ("a://{b}{c}", "a://12"), ("a:b", "a:b"),
    ("file:///{+path}", "file:///a/b?c"), ("file:///{+path}", "file:///"),
    ("a:x{?q*}", "a:x"), ("a:x{?q,r}", "a:x?q=1&r=/2"), ("{s}:{t}", "a:b"),
    ("a:{b}/{+c}/d", "a:1/2/3/d"),
  ])
  func whatATemplateGivesMatches(_ template: String, _ uri: String) throws {
    #expect(try matches(template, uri))
  }

  @Test(arguments: [
    ("a://x/{id}/data", "a://x//data"), ("a://x/{id}/data", "a://x/1/2/data"),
    ("a://x/{id}/data", "a://x/1/dat"), ("a://x/{id}/data", "a://x/1/data/"),
    ("a://x/{id}", "a://x/"), ("a://{b}{c}", "a://1"),
    ("a:b", "a:bc"), ("a:b", ""), ("a:{b}/{+c}/d", "a:/2/3/d"), ("{+a}b", "abc"),
  ])
  func whatItDoesNotGiveDoesNot(_ template: String, _ uri: String) throws {
    #expect(try !matches(template, uri))
  }

  @Test func lengthIsBounded() throws {
    let longest = String(repeating: "x", count: URITemplate.maximumURIBytes - 2)
    #expect(try matches("a:{b}", "a:" + longest))
    #expect(try !matches("a:{b}", "a:x" + longest))
  }
}
