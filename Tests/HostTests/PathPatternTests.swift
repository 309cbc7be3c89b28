import Testing

@testable import Host

@Suite struct PathPatternTests {
  private func matches(_ pattern: String, _ path: String) throws -> Bool {
    try #require(PathPattern(pattern)).matches(Array("GET\(path) x".utf8)[3..<3 + path.utf8.count])
  }

  @Test(arguments: [
    ("/mcp", "/mcp"), ("/", "/"), ("/a%2Fb", "/a%2Fb"),
    ("/runtimes/*/invocations", "/runtimes/x/invocations"),
    ("/runtimes/*/invocations", "/runtimes/arn%3Aaws%3Ax%2Fy/invocations"), ("/a/*", "/a/*"),
    ("/a/*/*", "/a/b/c"),
  ])
  func matches(pattern: String, path: String) throws {
    #expect(try matches(pattern, path))
  }

  @Test(arguments: [
    ("/mcp", "/mcp/"), ("/mcp", "/mc"), ("/mcp", "/mcpx"), ("/mcp", "/MCP"), ("/mcp", "*"),
    ("/a%2Fb", "/a/b"), ("/a%2Fb", "/a%2fb"), ("/a/*", "/a/"), ("/a/*", "/a"), ("/a/*", "/a/b/"),
    ("/a/*", "/a/b/c"), ("/a/*/c", "/a//c"), ("/a/*/c", "/a/c"), ("/a/*/c", "/b/x/c"), ("/", "/a"),
    ("/a/*", "a/b"), ("/a/*", ""),
  ])
  func matchesNothingElse(pattern: String, path: String) throws {
    #expect(try !matches(pattern, path))
  }

  @Test(arguments: [
    "", "mcp", "*", "/a//b", "/a/", "//", "/.", "/a/..", "/a*", "/**", "/a?b", "/a#b", "/a b", "/ä",
    "/%", "/%1", "/%1g", "/a\u{0}", "/\"", "/{x}",
  ])
  func isNotWhatClientsWouldChange(text: String) {
    #expect(PathPattern(text) == nil)
  }

  @Test func isBounded() {
    #expect(PathPattern("/" + String(repeating: "x", count: 255)) != nil)
    #expect(PathPattern("/" + String(repeating: "x", count: 256)) == nil)
  }

  @Test func theFirstOfSeveralIsOnePath() throws {
    let patterns = try ["/mcp", "/a/*"].map { try #require(PathPattern($0)) }
    let paths = try #require(ServedPaths(patterns))
    #expect(paths.main == "/mcp" && paths.description == "/mcp, /a/*")
    #expect(paths.contains(ArraySlice("/a/b".utf8)) && !paths.contains(ArraySlice("/b".utf8)))
    #expect(ServedPaths(patterns.reversed()) == nil && ServedPaths([]) == nil)
    #expect(ServedPaths(Array(repeating: patterns[0], count: 17)) == nil)
    #expect(ServedPaths() == ServedPaths([patterns[0]]))
  }
}
