import Testing

@testable import HTTPClient

@Suite struct RequestCheckTests {
  private func refusal(
    method: String = "GET", url: String = "http://example.com/",
    fields: [(name: String, value: String)] = [], body: [UInt8] = []
  ) -> HTTPClientError? {
    let request = HTTPClientRequest(method: method, url: url, fields: fields, body: body)
    do throws(HTTPClientError) {
      _ = try RequestCheck.hop(of: request)
      return nil
    } catch {
      return error
    }
  }

  @Test func `An ordinary request passes`() {
    let fields = [(name: "X-Name", value: "a\tb \u{fc}"), (name: "Empty", value: "")]
    #expect(refusal(method: "POST", fields: fields, body: [1]) == nil)
    #expect(refusal(method: "M-SEARCH") == nil)
  }

  @Test(arguments: ["", "GE T", "GET\r\n", "G\0T", "GËT", "GET ", "CONNECT"])
  func `A bad method is refused`(method: String) {
    #expect(refusal(method: method)?.code == .refused)
  }

  @Test func `A HEAD request has no body`() {
    #expect(refusal(method: "HEAD", body: [1])?.code == .refused)
  }

  @Test(arguments: ["", "a b", "a:b", "a\r\nb", "a\0", "ä", "a\u{7f}"])
  func `A bad field name is refused`(name: String) {
    #expect(refusal(fields: [(name, "x")])?.code == .refused)
  }

  @Test(arguments: ["a\r\nInjected: yes", "a\nb", "a\rb", "a\0b", "a\u{7f}", "\u{1b}[0m"])
  func `A bad field value is refused and not repeated`(value: String) {
    let error = refusal(fields: [("Authorization", "secret" + value)])
    #expect(error?.code == .refused)
    #expect(error?.message.contains("Authorization") == true)
    #expect(error?.message.contains("secret") == false)
  }

  @Test(arguments: ["Host", "content-length", "Transfer-Encoding", "CONNECTION", "Expect", "TE"])
  func `A field of the client's own is refused`(name: String) {
    #expect(refusal(fields: [(name, "x")])?.message.contains(name) == true)
  }

  @Test func `The header is bounded`() {
    let many = Array(
      repeating: (name: "a", value: "b"), count: HTTPClientLimits.requestFields)
    #expect(refusal(fields: many) == nil)
    #expect(refusal(fields: many + [("a", "b")])?.code == .refused)
    let long = String(repeating: "a", count: HTTPClientLimits.requestFieldBytes)
    #expect(refusal(fields: [("a", String(long.dropLast()))]) == nil)
    #expect(refusal(fields: [("a", long)])?.code == .refused)
  }

  @Test func `A refused URL is not repeated`() {
    let error = refusal(url: "http://user:secret@example.com/?token=secret")
    #expect(error?.code == .refused)
    #expect(error?.message.contains("secret") == false)
    #expect(error?.message.contains("user information") == true)
  }
}
