import Testing

@testable import PluginHost

@Suite struct URITemplateTests {
  private func matches(_ template: String, _ uri: String) throws -> Bool {
    try URITemplate(template).matches(uri.utf8.span)
  }

  @Test(
    arguments: [
      ("test://a", "test://a"), ("test://{id}/data", "test://1/data"),
      ("test://{id}/data", "test://a%2Fb/data"), ("test://{id}/data", "test://é/data"),
      ("{a}{b}", "xy"), ("{a}-{b}-{c}", "1-2-3"), ("{a}-{b}", "1-2-3"),
      ("file:///{+path}", "file:///a/b/c"), ("file:///{path*}", "file:///a/b"),
      ("file://{/path*}", "file:///a/b"), ("x:a{.ext}", "x:a.txt"), ("x:a{;k}", "x:a;k=1"),
      ("x:a{?q,page}", "x:a"), ("x:a{?q,page}", "x:a?q=a/b&page=1"), ("x:a{#f}", "x:a#f"),
      ("x:{a,b}", "x:1,2"), ("x:{a:3}", "x:abc"), ("x:{+a}/end", "x:/end/end"),
    ])
  func whatIsOfTheFormMatches(template: String, uri: String) throws {
    #expect(try matches(template, uri))
  }

  @Test(
    arguments: [
      ("test://a", "test://b"), ("test://a", "test://ab"), ("test://a", "test://"),
      ("test://{id}/data", "test:///data"), ("test://{id}/data", "test://a/b/data"),
      ("test://{id}/data", "test://a/data/"), ("test://{id}/data", "test://a/dat"),
      ("{a}{b}", "x"), ("file:///{+path}", "file:///"), ("x:a{.ext}", "x:atxt"),
      ("x:a{/b}", "x:a/b/c"), ("x:a{?q}", "x:aq"), ("x:{a}", ""), ("x:{a}", "X:a"),
    ])
  func whatIsNotDoesNot(template: String, uri: String) throws {
    #expect(try !matches(template, uri))
  }

  @Test(
    arguments: [
      ("x:{a", "counterpart"), ("x:a}", "byte 3"), ("x:{}", "no expression"),
      ("x:{a b}", "no expression"), ("x:{=a}", "no expression"), ("x:{a,}", "no expression"),
      ("x:{a:}", "no expression"), ("x:{a:12345}", "no expression"), ("x:{{a}}", "no expression"),
      ("x: {a}", "space"),
    ])
  func whatIsNoTemplateSaysWhy(template: String, reason: String) throws {
    let fault = try #require(throws: URITemplate.Fault.self) { try URITemplate(template) }
    #expect(fault.description.contains(reason), "\(fault)")
  }

  /// With tries one after the other this would take longer than anybody lives.
  @Test func manyVariablesAndALongURIAreQuick() throws {
    let template = "x:" + String(repeating: "{+a}a", count: 64) + "b"
    let uri = "x:" + String(repeating: "a", count: 4000)
    #expect(try !matches(template, uri))
    #expect(try matches(template, uri + "b"))
    #expect(throws: URITemplate.Fault.self) { try URITemplate(template + "{a}") }
  }
}
