import Testing

@testable import HTTPClient

@Suite struct EgressListTests {
  private func permits(_ entry: String, _ host: String, _ port: UInt16) throws -> Bool {
    try EgressList([entry]).permits(host: host, port: port)
  }

  @Test func `An empty list permits nothing`() throws {
    #expect(try !EgressList([]).permits(host: "example.com", port: 443))
  }

  @Test(
    arguments: [
      ("example.com:8443", "example.com", 8443), ("example.com", "example.com", 443),
      ("EXAMPLE.com", "example.COM", 443), ("example.com", "example.com.", 443),
      ("*.example.com:443", "a.example.com", 443), ("*.example.com", "a.b.example.com", 443),
      ("127.0.0.1:9000", "127.0.0.1", 9000), ("[::1]:9000", "[0:0:0:0:0:0:0:1]", 9000),
      ("[::1]", "[::1]", 443), ("*", "anything.example", 1), ("*:443", "anything.example", 443),
      ("localhost:8080", "localhost", 8080),
    ] as [(String, String, UInt16)])
  func permitted(entry: String, host: String, port: UInt16) throws {
    #expect(try permits(entry, host, port))
  }

  @Test(
    arguments: [
      ("example.com", "example.com", 80), ("example.com:8443", "example.com", 443),
      ("*.example.com", "example.com", 443), ("*.example.com", "badexample.com", 443),
      ("*.example.com", "example.com.evil.net", 443), ("example.com", "a.example.com", 443),
      ("*:443", "example.com", 80), ("127.0.0.1:9000", "127.0.0.2", 9000),
      ("127.0.0.1", "127.1", 443), ("127.0.0.1", "2130706433", 443), ("*", "0x7f.1", 443),
      ("*", "", 443), ("*", "exa mple.com", 443), ("*", "::1", 443),
    ] as [(String, String, UInt16)])
  func notPermitted(entry: String, host: String, port: UInt16) throws {
    #expect(try !permits(entry, host, port))
  }

  @Test(arguments: [
    "", ":443", "example.com:", "example.com:0", "example.com:65536", "example.com:http",
    "https://example.com", "example.com/path", "user@example.com", "exa*mple.com", "*example.com",
    "*.", "*.*.com", "*.1.2.3", "a b", "münchen.de", "::1", "[::1", "[zz]:1", "999.1.1.1",
    "example..com", "example.com:+443",
  ])
  func `An entry that cannot be read is quoted`(entry: String) throws {
    let error = #expect(throws: EgressListError.self) { try EgressList([entry]) }
    #expect(error?.message.contains("\"open.feishu.cn:443\"") == true)
    #expect(error?.message.hasPrefix("\"\(printable(entry))\" is no host") == true)
  }

  @Test func `A scheme is what is wrong with a URL`() throws {
    let error = #expect(throws: EgressListError.self) { try EgressList(["https://example.com"]) }
    #expect(error?.message.contains("leave out the scheme") == true)
  }

  @Test func `A refusal names entry and setting`() throws {
    let gate = EgressGate(list: try EgressList([]), settingPath: "plugin.lark.egress")
    let url = try HTTPURL(parsing: "https://example.com/secret?token=1")
    let error = #expect(throws: HTTPClientError.self) { try gate.check(url) }
    #expect(
      error
        == HTTPClientError(
          .refused,
          "lark may not reach example.com:443; add \"example.com:443\" to plugin.lark.egress in "
            + "the configuration file to allow it."))
  }

  @Test func `What a refusal suggests is an entry that permits`() throws {
    for text in ["http://[::1]:8080/", "https://a.example/", "http://10.0.0.1/"] {
      let url = try HTTPURL(parsing: text)
      #expect(try EgressList([url.authority]).permits(url.host, url.port))
    }
  }
}
