import Testing

@testable import HTTPClient

@Suite struct HTTPURLTests {
  @Test(arguments: [
    ("http://example.com", "http://example.com:80/"),
    ("https://example.com/a?b=c#d", "https://example.com:443/a?b=c"),
    ("HTTPS://EXAMPLE.com:8443/A", "https://example.com:8443/A"),
    ("http://example.com?q", "http://example.com:80/?q"),
    ("http://example.com#f", "http://example.com:80/"),
    ("http://example.com:/", "http://example.com:80/"),
    ("http://example.com./", "http://example.com:80/"),
    ("http://[::0001]:9/x", "http://[::1]:9/x"),
    ("http://127.0.0.1/%20", "http://127.0.0.1:80/%20"),
    ("http://a_b-c.example/", "http://a_b-c.example:80/"),
    ("http://example.com/a@b:c", "http://example.com:80/a@b:c"),
  ])
  func valid(text: String, canonical: String) throws {
    #expect(try HTTPURL(parsing: text).text == canonical)
  }

  @Test(arguments: [
    ("ftp://example.com/", HTTPURLError.scheme), ("file:///etc/passwd", .scheme),
    ("example.com", .scheme), ("", .scheme), ("//example.com/", .scheme),
    ("http:example.com", .authority), ("http:/example.com", .authority),
    ("http://user@example.com/", .userInformation), ("http://u:p@example.com/", .userInformation),
    ("http://example.com@evil.example/", .userInformation),
    ("http://example.com\\@evil.example/", .userInformation),
    ("http:///path", .host), ("http://", .host), ("http://exa%6dple.com/", .host),
    ("http://example.com\\evil/", .host), ("http://0x7f.0.0.1/", .host), ("http://127.1/", .host),
    ("http://2130706433/", .host), ("http://0177.0.0.1/", .host), ("http://1.2.3.4./", .host),
    ("http://[::1/", .host), ("http://[fe80::1%25eth0]/", .host), ("http://::1/", .host),
    ("http://a..b/", .host), ("http://example.com:0/", .port), ("http://example.com:70000/", .port),
    ("http://example.com:8x/", .port), ("http://example.com/a b", .characters),
    ("http://example.com/\r\nHost: evil", .characters), ("http://example.com/\0", .characters),
    ("http://exämple.com/", .characters), (" http://example.com/", .characters),
  ])
  func invalid(text: String, error: HTTPURLError) {
    #expect(throws: error) { try HTTPURL(parsing: text) }
  }

  @Test func `A URL is bounded`() {
    let text = "http://example.com/" + String(repeating: "a", count: HTTPClientLimits.urlBytes)
    #expect(throws: HTTPURLError.length) { try HTTPURL(parsing: text) }
  }

  @Test func `What is shown has no query and an end`() throws {
    let url = try HTTPURL(parsing: "https://example.com/a/b?token=secret")
    #expect(url.shown == "https://example.com:443/a/b")
    let long = try HTTPURL(parsing: "https://example.com/" + String(repeating: "a", count: 900))
    #expect(long.shown.utf8.count < 300)
    #expect(long.shown.hasSuffix("a..."))
  }

  /// RFC 3986 section 5.4, as far as it is about http, and what servers do besides.
  @Test(arguments: [
    ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d;p?y"),
    ("g?y", "/b/c/g?y"), ("#s", "/b/c/d;p?q"), ("g#s", "/b/c/g"), (";x", "/b/c/;x"),
    ("", "/b/c/d;p?q"), (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"), ("../g", "/b/g"),
    ("../..", "/"), ("../../g", "/g"), ("../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"),
    ("g.", "/b/c/g."), (".g", "/b/c/.g"), ("./../g", "/b/g"), ("g/./h", "/b/c/g/h"),
    ("g/../h", "/b/c/h"), ("g?y/../x", "/b/c/g?y/../x"), ("g y", "/b/c/g%20y"),
    ("ü", "/b/c/%C3%BC"),
  ])
  func reference(reference: String, target: String) throws {
    let url = try HTTPURL(parsing: "http://a/b/c/d;p?q").resolving(reference)
    #expect(url.text == "http://a:80" + target)
  }

  @Test func `A reference may name another host`() throws {
    let base = try HTTPURL(parsing: "https://a/b")
    #expect(try base.resolving("//c/d").text == "https://c:443/d")
    #expect(try base.resolving("http://c:81/d/../e").text == "http://c:81/e")
    #expect(throws: HTTPURLError.userInformation) { try base.resolving("//u:p@c/") }
    #expect(throws: HTTPURLError.scheme) { try base.resolving("javascript:alert(1)") }
  }

  @Test func `An origin is scheme, host and port`() throws {
    let base = try HTTPURL(parsing: "https://a/b")
    #expect(base.hasSameOrigin(as: try HTTPURL(parsing: "https://A:443/c")))
    for other in ["http://a:443/b", "https://a:444/b", "https://b/b"] {
      #expect(!base.hasSameOrigin(as: try HTTPURL(parsing: other)))
    }
  }
}
