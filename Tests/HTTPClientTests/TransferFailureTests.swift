import Testing

@testable import HTTPClient

@Suite struct TransferFailureTests {
  private func failure(_ code: Int32, _ detail: String = "") throws -> TransferFailure {
    TransferFailure(
      code: code, detail: detail, url: try HTTPURL(parsing: "https://a.example/b?secret=1"))
  }

  /// The numbers are those of curl/curl.h.
  @Test(
    arguments: [
      (1, .broken, false), (5, .connect, true), (6, .connect, true), (7, .connect, true),
      (8, .broken, false), (16, .broken, true), (18, .broken, false), (28, .connect, true),
      (35, .connect, true), (42, .broken, false), (52, .broken, true), (55, .broken, true),
      (56, .broken, true), (60, .connect, false), (77, .connect, false), (92, .broken, true),
      (97, .connect, true), (27, .broken, false), (999, .broken, false),
    ] as [(Int32, HTTPClientError.Code, Bool)])
  func kinds(code: Int32, kind: HTTPClientError.Code, isTransient: Bool) throws {
    let failure = try failure(code)
    #expect(failure.error.code == kind)
    #expect(failure.isTransient == isTransient)
    #expect(failure.error.message.contains("https://a.example:443/b"))
    #expect(!failure.error.message.contains("secret"))
    #expect(failure.error.message.hasSuffix("."))
  }

  @Test func `What libcurl says is cut and cleaned`() throws {
    let message = try failure(56, "line\nbreak " + String(repeating: "x", count: 900)).error.message
    #expect(message.contains("line?break"))
    #expect(message.utf8.count < 400)
  }
}
