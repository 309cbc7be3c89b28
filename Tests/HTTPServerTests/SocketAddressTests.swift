import Testing

@testable import HTTPServer

@Suite struct SocketAddressTests {
  @Test(arguments: [
    ("127.0.0.1:8080", "127.0.0.1:8080", true), ("localhost:1", "127.0.0.1:1", true),
    ("[::1]:0", "[::1]:0", true), ("0.0.0.0:65535", "0.0.0.0:65535", false),
    ("[::]:80", "[::]:80", false), ("127.255.0.9:80", "127.255.0.9:80", true),
    ("128.0.0.1:80", "128.0.0.1:80", false),
  ])
  func `reads addresses`(text: String, description: String, isLoopback: Bool) throws {
    let address = try SocketAddress(text)
    #expect(address.description == description)
    #expect(address.isLoopback == isLoopback)
    #expect(address.with(port: 99).port == 99)
  }

  @Test(arguments: [
    "", "127.0.0.1", ":80", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "example.com:80",
    "::1:80", "[::1]", "[127.0.0.1]:80", "1.2.3:80", "127.0.0.1:80 ",
  ])
  func `refuses what is no address`(text: String) {
    #expect { try SocketAddress(text) } throws: { error in
      "\(error)".contains("\"\(text)\"") && "\(error)".contains("127.0.0.1:8080")
    }
  }
}
