import Testing

@testable import HTTPClient

@Suite struct RedirectsTests {
  private func hop(_ method: String = "POST", _ url: String = "https://a.example/x") throws -> Hop {
    Hop(
      url: try HTTPURL(parsing: url), method: method,
      fields: [
        ("Authorization", "secret"), ("cookie", "secret"), ("Content-Type", "text/plain"),
        ("X-Other", "1"),
      ],
      body: [1, 2])
  }

  private func next(_ method: String, _ status: Int, _ location: String?) throws -> Hop? {
    var redirects = Redirects(follows: true)
    return try redirects.next(after: hop(method), status: status, location: location)
  }

  @Test func `Nothing is followed unless asked for`() throws {
    var redirects = Redirects(follows: false)
    #expect(try redirects.next(after: hop(), status: 302, location: "/y") == nil)
  }

  @Test(arguments: [200, 204, 300, 304, 305, 306, 309, 404, 503])
  func `Other statuses are final`(status: Int) throws {
    #expect(try next("GET", status, "/y") == nil)
  }

  @Test func `Without a location it is final`() throws {
    #expect(try next("GET", 302, nil) == nil)
  }

  @Test(arguments: [
    ("POST", 301, "GET"), ("POST", 302, "GET"), ("POST", 303, "GET"), ("PUT", 303, "GET"),
    ("HEAD", 303, "HEAD"), ("HEAD", 302, "HEAD"), ("PUT", 301, "PUT"), ("DELETE", 302, "DELETE"),
    ("POST", 307, "POST"), ("POST", 308, "POST"), ("GET", 302, "GET"),
  ])
  func `The method follows RFC 9110`(method: String, status: Int, expected: String) throws {
    let next = try #require(try next(method, status, "/y"))
    #expect(next.method == expected)
    let keepsContent = expected == method && !(method == "GET" && status == 303)
    #expect(next.body.isEmpty == !keepsContent)
    #expect(next.fields.contains { $0.name == "Content-Type" } == keepsContent)
    #expect(next.fields.contains { $0.name == "X-Other" })
  }

  @Test(arguments: [
    ("/y", true), ("https://a.example:443/y", true), ("https://b.example/y", false),
    ("https://a.example:8443/y", false), ("http://a.example/y", false), ("//b.example/y", false),
  ])
  func `Credentials stay with their origin`(location: String, kept: Bool) throws {
    let next = try #require(try next("POST", 307, location))
    #expect(next.fields.contains { $0.value == "secret" } == kept)
  }

  @Test func `The count is bounded`() throws {
    var redirects = Redirects(follows: true)
    for _ in 0..<HTTPClientLimits.redirects {
      #expect(try redirects.next(after: hop(), status: 302, location: "/y") != nil)
    }
    let error = #expect(throws: HTTPClientError.self) {
      try redirects.next(after: hop(), status: 302, location: "/y")
    }
    #expect(error?.code == .refused)
  }

  @Test(arguments: ["file:///etc/passwd", "http://u:secret@b/", "https://0x7f.1/?secret"])
  func `A location that cannot be followed is not repeated`(location: String) throws {
    let error = #expect(throws: HTTPClientError.self) { try next("GET", 302, location) }
    #expect(error?.code == .broken)
    #expect(error?.message.contains("secret") == false)
  }
}
