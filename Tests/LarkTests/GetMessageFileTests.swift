import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct GetMessageFileTests {
  private static let image = "GET /open-apis/im/v1/messages/om_1/resources/img_v3_a"
  private static let file = "GET /open-apis/im/v1/messages/om_1/resources/file_v3_a"

  private static func answer(_ type: String, _ name: String?) -> HTTPResponse {
    var fields = [HTTPField("Content-Type", type)]
    if let name {
      fields.append(HTTPField("Content-Disposition", "attachment; filename=\"\(name)\""))
    }
    return HTTPResponse(status: 200, fields: fields, body: [1, 2, 3])
  }

  @Test func givesImagesAsImages() async throws {
    let bench = try Bench()
    bench.transport.on(Self.image, Self.answer("image/png", nil))
    let result = try await GetMessageFile.run(
      GetMessageFileArguments(message: "om_1", key: "img_v3_a"), bench.client, bench.context())
    let request = try #require(bench.transport.requests(Self.image).first)
    #expect(request.query == ["type": "image"])
    #expect(request.responseLimitBytes == GetMessageFile.maximumBytes)
    #expect(result.parts.last?.content == .image([1, 2, 3], mediaType: "image/png"))
    #expect(
      result.structured == ["name": "img_v3_a", "media_type": "image/png", "bytes": 3])
  }

  @Test func tellsTheKindByTheNameWhereLarkDoesNot() async throws {
    let bench = try Bench()
    bench.transport.on(Self.file, Self.answer("application/octet-stream", "a.txt"))
    let result = try await GetMessageFile.run(
      GetMessageFileArguments(message: "om_1", key: "file_v3_a"), bench.client, bench.context())
    #expect(result.structured?["media_type"] == "text/plain")
    #expect(result.words == "a.txt, text/plain, 3 bytes, read as the bot.")
    #expect(
      result.parts.last?.content
        == .resourceText(
          uri: "lark://message/om_1/file_v3_a", "\u{1}\u{2}\u{3}", mediaType: "text/plain"))
  }

  @Test func givesFilesAsResources() async throws {
    let bench = try Bench()
    bench.transport.on(Self.file, Self.answer("application/pdf", "a.pdf"))
    let result = try await GetMessageFile.run(
      GetMessageFileArguments(message: "om_1", key: " file_v3_a "), bench.client, bench.context())
    #expect(bench.transport.requests(Self.file)[0].query == ["type": "file"])
    #expect(result.words == "a.pdf, application/pdf, 3 bytes, read as the bot.")
    #expect(
      result.parts.last?.content
        == .resourceBytes(
          uri: "lark://message/om_1/file_v3_a", [1, 2, 3], mediaType: "application/pdf"))
  }

  @Test func refusesBadInputUnasked() async throws {
    let bench = try Bench()
    for (message, key) in [("oc_1", "img_1"), ("om_1", "a"), ("om_1", "img_1/../../x")] {
      let error = await failure { () async throws(LarkFailure) in
        try await GetMessageFile.run(
          GetMessageFileArguments(message: message, key: key), bench.client, bench.context())
      }
      #expect(error != nil)
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    try await Troubles(route: Self.file, answer: Self.answer("text/plain", "a.txt")) {
      (bench, context) throws(LarkFailure) in
      try await GetMessageFile.run(
        GetMessageFileArguments(message: "om_1", key: "file_v3_a"), bench.client, context)
    }.check()
  }
}
