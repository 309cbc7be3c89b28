import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct FileInputTests {
  private static let input = FileInput(
    argument: "picture", limitBytes: 6, limitWords: "at most 6 bytes.")

  private func load(
    _ bench: Bench, _ text: String
  ) async throws(LarkFailure) -> FetchedFile {
    try await Self.input.load(
      try Self.input.place(of: text), name: nil, bench.client, bench.context())
  }

  @Test func tellsPlacesApart() throws {
    #expect(try Self.input.place(of: " https://a.cn/b.png ") == .url("https://a.cn/b.png"))
    #expect(try Self.input.place(of: "in/b.png") == .path("in/b.png"))
    #expect(try Self.input.place(of: "data:image/png;base64,AAEC") == .bytes([0, 1, 2]))
  }

  @Test func fetchesWithNameAndKind() async throws {
    let bench = try Bench()
    bench.transport.on(
      "GET /x/%E7%94%B2.png",
      HTTPResponse(
        status: 200, fields: [HTTPField("Content-Type", "image/png; x=y")], body: [1, 2]))
    let file = try await load(bench, "https://a.cn/x/%E7%94%B2.png?sig=1")
    #expect(file == FetchedFile(name: "甲.png", bytes: [1, 2], mediaType: "image/png"))
    let request = try #require(bench.transport.requests.first)
    #expect(request.responseLimitBytes == 6 && request.followsRedirects)
    #expect(request.field("authorization") == nil)
  }

  @Test(arguments: [
    ("http://a.cn/b", "picture: an address begins with https://."),
    ("ftp://a.cn/b", "picture: an address begins with https://."),
    ("https://a cn/b", "picture: the address names no host."),
    ("data:image/png;base64,***", "picture: not valid base64, or empty."),
    ("data:image/png", "picture: not valid base64, or empty."),
    ("data:;base64,AAECAwQFBg==", "picture: at most 6 bytes."),
    ("data:;base64,AAECAwQFBgAAECAwQFBg", "picture: at most 6 bytes."),
    ("b.png", "picture: no folder is open for files;"),
  ])
  func refusesUnasked(_ text: String, _ words: String) async throws {
    let bench = try Bench()
    let error = await failure { () async throws(LarkFailure) in try await load(bench, text) }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refusesWhatTheWebGives() async throws {
    let bench = try Bench()
    bench.transport.on("GET /gone", HTTPResponse(status: 404))
    bench.transport.on("GET /empty", HTTPResponse(status: 200))
    bench.transport.on("GET /large", failing: HTTPFailure(.tooLarge, "over 6 bytes"))
    bench.transport.on("GET /closed", failing: HTTPFailure(.refused, "lark may not reach a.cn:443"))
    for (path, words) in [
      ("gone", "picture: the address answers with HTTP 404."),
      ("empty", "picture: Lark takes no empty file."), ("large", "picture: at most 6 bytes."),
      ("closed", "lark may not reach a.cn:443"),
    ] {
      let error = await failure { () async throws(LarkFailure) in
        try await load(bench, "https://a.cn/\(path)")
      }
      #expect(error?.toolError.summary == words)
    }
  }

  @Test func namesTheToolsOwnArgumentsAndLimits() async throws {
    let bench = try Bench()
    let large = String(repeating: "AAAA", count: 14_000_000)
    let sent = failure { () throws(LarkFailure) in
      try OutgoingFile(["base64": .string(large), "name": "a"])
    }
    #expect(sent?.words.hasPrefix("files: at most 30 MB each") == true)
    let uploaded = failure { () throws(LarkFailure) in
      try FileSource(file: nil, base64: large, name: "a")
    }
    #expect(uploaded?.words.hasPrefix("file: Lark takes up to 20 MB") == true)
    #expect(
      try FileSource(file: "https://a.cn/b%2Fc.txt", base64: nil, name: nil).name == "b_c.txt")
    #expect(bench.transport.requests.isEmpty)
  }
}
