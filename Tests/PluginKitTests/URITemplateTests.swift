import Testing

@testable import PluginKit

@Suite struct URITemplateTests {
  @Test(arguments: [
    ("test://template/{id}/data", "test://template/123/data", ["id": "123"]),
    ("test://template/{id}/data", "test://template/a%20b%2Fc/data", ["id": "a b/c"]),
    ("test://template/{id}/data", "test://template/{id}/data", ["id": "{id}"]),
    ("{a}", "x", ["a": "x"]),
    ("a:plain", "a:plain", [:]),
    ("a:{x}/{y}", "a:1/2", ["x": "1", "y": "2"]),
    ("a:{x}-{y}", "a:1-2-3", ["x": "1", "y": "2-3"]),
    ("a:{x}-{y}-z", "a:1-2-3-z", ["x": "1", "y": "2-3"]),
    ("a:{x}.txt", "a:b.txt.txt", ["x": "b.txt"]),
    ("a:{x}--{y}", "a:---", nil),
    ("a:{x}--{y}", "a:----", ["x": "-", "y": "-"]),
    ("a:{x}--{y}", "a:-----", ["x": "-", "y": "--"]),
    ("a:{n_1.b}", "a:%C3%BC", ["n_1.b": "ü"]),
    ("test://template/{id}/data", "test://template//data", nil),
    ("test://template/{id}/data", "test://template/1/2/data", nil),
    ("test://template/{id}/data", "test://template/1/dat", nil),
    ("test://template/{id}/data", "test://template/1/data/", nil),
    ("test://template/{id}/data", "Test://template/1/data", nil),
    ("a:{x}", "a:%", nil),
    ("a:{x}", "a:%4", nil),
    ("a:{x}", "a:%4G", nil),
    ("a:{x}", "a:%FF", nil),
    ("a:{x}", "", nil),
  ])
  func aURIIsReadBackwards(_ template: String, _ uri: String, _ values: [String: String]?) throws {
    #expect(try #require(URITemplate(template)).match(uri) == values)
  }

  @Test(arguments: [
    "a:{", "a:}", "a:{}", "a:{x", "a:x}", "a:{x}{y}", "a:{x}/{x}", "a:{+x}", "a:{?x}", "a:{x,y}",
    "a:{x*}", "a:{{x}}", "a:{x/y}",
  ])
  func whatIsNotSimpleIsNoTemplate(_ template: String) {
    #expect(URITemplate(template) == nil)
  }
}
