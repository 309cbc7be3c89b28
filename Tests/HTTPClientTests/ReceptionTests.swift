import Testing

@testable import HTTPClient

@Suite struct ReceptionTests {
  private func take(_ lines: [String], into reception: inout Reception) -> Bool {
    lines.allSatisfy { line in
      Array((line + "\r\n").utf8).withUnsafeBytes { reception.takeHead($0) }
    }
  }

  private func take(_ count: Int, into reception: inout Reception) -> Bool {
    [UInt8](repeating: 7, count: count).withUnsafeBytes { reception.takeBody($0) }
  }

  @Test func `A body up to the limit is taken`() {
    var reception = Reception(limitBytes: 10, method: "GET")
    #expect(!reception.hasBegun)
    #expect(take(["HTTP/1.1 200 OK", "Content-Length: 10", ""], into: &reception))
    #expect(reception.hasBegun)
    #expect(take(4, into: &reception) && take(6, into: &reception))
    #expect(reception.response.body == [UInt8](repeating: 7, count: 10))
    #expect(reception.response.status == 200)
  }

  @Test func `A body over the limit ends the transfer`() {
    var reception = Reception(limitBytes: 10, method: "GET")
    #expect(take(["HTTP/1.1 200 OK", ""], into: &reception))
    #expect(take(10, into: &reception))
    #expect(!take(1, into: &reception))
    #expect(reception.failure == .bodyTooLarge(limit: 10))
    #expect(!take(0, into: &reception), "nothing is taken after a failure")
    #expect(!take(["Trailer: x"], into: &reception))
  }

  @Test func `A length over the limit ends the transfer at the head`() {
    var reception = Reception(limitBytes: 10, method: "GET")
    #expect(!take(["HTTP/1.1 200 OK", "content-length: 11", ""], into: &reception))
    #expect(reception.failure == .bodyTooLarge(limit: 10))
  }

  @Test func `The length of a HEAD response is no body`() {
    var reception = Reception(limitBytes: 10, method: "HEAD")
    #expect(take(["HTTP/1.1 200 OK", "Content-Length: 4000", ""], into: &reception))
  }

  @Test func `A large length reserves no large memory`() {
    var reception = Reception(limitBytes: .max, method: "GET")
    #expect(take(["HTTP/1.1 200 OK", "Content-Length: 9000000000000", ""], into: &reception))
    #expect(reception.body.capacity < 4 << 20)
  }

  @Test func `A malformed head ends the transfer`() {
    var reception = Reception(limitBytes: 10, method: "GET")
    #expect(!take(["garbage"], into: &reception))
    #expect(reception.failure == .malformed)
  }
}
