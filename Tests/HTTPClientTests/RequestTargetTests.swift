import Testing

@testable import HTTPClient

@Suite struct RequestTargetTests {
  @Test(arguments: [
    ("https://A.example", "a.example", "/", nil, "a.example:443"),
    ("https://a.example:443/x?y=%20#z", "a.example", "/x", "y=%20", "a.example:443"),
    ("http://a.example:8080?q", "a.example:8080", "/", "q", "a.example:8080"),
    ("http://[::1]/%2F?", "[::1]", "/%2F", "", "[::1]:80"),
    ("https://a.example:80/a?b?c", "a.example:80", "/a", "b?c", "a.example:80"),
  ])
  func urlsAreTakenApartAsTheyAreSent(
    _ url: String, _ host: String, _ path: String, _ query: String?, _ authority: String
  ) throws {
    let target = try RequestTarget(url: url)
    #expect(target.host == host && target.path == path && target.query == query)
    #expect(target.authority == authority)
    #expect(target.isSecure == url.hasPrefix("https"))
    #expect(try RequestTarget(url: target.url(query: query)) == target)
  }

  @Test func onlyAddressesOfTheMachineAreLoopback() throws {
    for url in ["http://127.0.0.1/", "http://127.1.2.3:5/", "https://[::1]/"] {
      #expect(try RequestTarget(url: url).isLoopback)
    }
    for url in ["http://localhost/", "http://127.0.0.1.example/", "http://128.0.0.1/"] {
      #expect(try !RequestTarget(url: url).isLoopback)
    }
  }

  @Test(arguments: ["", "a.example", "ftp://a.example", "http://u@a.example", "http://a.example/ "])
  func othersAreRefused(_ url: String) {
    #expect(throws: HTTPClientError.self) { try RequestTarget(url: url) }
  }
}
