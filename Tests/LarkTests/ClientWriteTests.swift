import JSON
import PluginKit
import Testing

@testable import Lark

/// What is repeated, and what is not, and as whom.
@Suite struct ClientWriteTests {
  private static let append = "POST /open-apis/sheets/v2/spreadsheets/s/values_append"
  private static let create = "POST /open-apis/task/v2/tasks"
  private let appendRows = APIRequest(
    .appendRows, path: ["spreadsheetToken": "s"], body: [:], purpose: "append the rows")
  private let createTask = APIRequest(
    .createTask, body: ["summary": "x"], purpose: "create the task")

  private func failing(_ bench: Bench, _ request: APIRequest) async -> LarkFailure? {
    await failure { () async throws(LarkFailure) in
      try await bench.client.send(request, bench.context())
    }
  }

  @Test func doesNotRepeatWhatMayHaveBeenDone() async throws {
    let bench = try Bench()
    bench.transport.on(Self.append, HTTPResponse(status: 502, body: []))
    let error = await failing(bench, appendRows)
    #expect(error?.words.contains("not known whether Lark has done it") == true)
    #expect(error?.toolError.isRetryable == false)
    #expect(bench.transport.requests(Self.append).count == 1)
    #expect(bench.transport.requests(Self.append)[0].mayRetry == false)
  }

  @Test func isPlainWhereLarkRefusesWithAStatusOfTrouble() async throws {
    let bench = try Bench()
    bench.transport.on(Self.append, .refusal(1_254_060, "TextFieldConvFail", status: 500))
    let error = await failing(bench, appendRows)
    #expect(error?.words.contains("not known whether") == false)
    #expect(error?.code == 1_254_060)
    #expect(bench.transport.requests(Self.append).count == 1)
  }

  @Test func saysSoWhenTheConnectionBreaks() async throws {
    let bench = try Bench()
    bench.transport.on(Self.append, failing: HTTPFailure(.broken, "The connection ended."))
    let error = await failing(bench, appendRows)
    #expect(error == .unclear(.transport(HTTPFailure(.broken, "The connection ended."))))
  }

  @Test func isPlainWhereNothingLeft() async throws {
    let bench = try Bench()
    bench.transport.on(Self.append, failing: HTTPFailure(.connect, "Nobody listens."))
    #expect(
      await failing(bench, appendRows) == .transport(HTTPFailure(.connect, "Nobody listens.")))
  }

  @Test(arguments: [99_991_400, 11232, 11233, 11247, 230_020, 1_061_045, 131_009, 1_254_291])
  func repeatsWhatWasRefused(_ code: Int64) async throws {
    let bench = try Bench()
    bench.transport.on(Self.append, .refusal(code, status: 200), .data("{}"))
    _ = try await bench.client.send(appendRows, bench.context())
    #expect(bench.transport.requests(Self.append).count == 2)
    #expect(bench.clock.sleeps.count == 1)
  }

  @Test func tellsWhatLarkSaidWhereThereIsNoTurnLeft() async throws {
    let bench = try Bench()
    let endpoint = Endpoint("x", .get, "/x", .bot, RateLimit(perMinute: 1), .read)
    bench.transport.on("GET /x", .refusal(99_991_400, status: 429), .data("{}"))
    let request = APIRequest(endpoint, purpose: "read x")
    let first = await failing(bench, request)
    #expect(first?.code == 99_991_400)
    let second = await failure { () async throws(LarkFailure) in
      try await bench.client.send(request, bench.context(milliseconds: 10_000))
    }
    #expect(second == .busy(what: "x", milliseconds: 59_400))
  }

  @Test func repeatsWithTheSameKey() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.create, HTTPResponse(status: 502, body: []), .refusal(1, status: 500), .data("{}"))
    _ = try await bench.client.send(createTask, bench.context())
    let keys = bench.transport.bodies(Self.create).map { $0["client_token"]?.string }
    #expect(keys.count == 3)
    #expect(Set(keys).count == 1)
    #expect(keys[0] != nil)
  }

  /// 64 calls at once, each refused or cut once or twice: each arrives, with one key of its own.
  @Test func losesNothingUnderParallelCalls() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.create, HTTPResponse(status: 503, body: []), .refusal(99_991_400, status: 429),
      .refusal(99_991_663), .data(#"{"task":{}}"#))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 {
        group.addTask {
          let context = bench.context(id: "call-\(number)", milliseconds: 600_000)
          _ = try await bench.client.send(createTask, context)
        }
      }
      try await group.waitForAll()
    }
    let keys = bench.transport.bodies(Self.create).compactMap { $0["client_token"]?.string }
    #expect(Set(keys).count == 64)
    #expect(keys.count == 67)
  }
}

@Suite struct ClientIdentityTests {
  private static let search = "POST /open-apis/search/v2/message"
  private let request = APIRequest(.searchMessages, body: [:], purpose: "search messages")

  @Test func saysThatAUserIsNeeded() async throws {
    let bench = try Bench()
    let error = await failure { () async throws(LarkFailure) in
      try await bench.client.send(request, bench.context())
    }
    #expect(error == .needsUser(purpose: "search messages"))
    #expect(error?.words.contains("lark_login") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func actsAsTheUserOfTheCall() async throws {
    let bench = try Bench()
    bench.transport.on(Self.search, .data("{}"))
    var context = bench.context()
    context.userToken = "u-1"
    _ = try await bench.client.send(request, context)
    #expect(bench.transport.requests.map { $0.fields[0].value } == ["Bearer u-1"])
    #expect(context.actedAs == "user")
  }

  @Test func keepsTheUsersTokenOutOfErrors() async throws {
    let bench = try Bench()
    bench.transport.on(Self.search, .refusal(99_991_677, "token u-secret expired"))
    var context = bench.context()
    context.userToken = "u-secret"
    let error = await failure { [context] () async throws(LarkFailure) in
      try await bench.client.send(request, context)
    }
    #expect(error?.words.contains("u-secret") == false)
    #expect(error?.words.contains("Identity: user.") == true)
    #expect(error?.words.contains("not valid any more") == true)
    #expect(bench.transport.requests(Self.search).count == 1)
  }

  @Test func linksTheScopesOfAUser() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.search,
      .refusal(
        99_991_679, error: #"{"permission_violations":[{"subject":"search:message"}]}"#))
    var context = bench.context()
    context.userToken = "u-1"
    let error = await failure { [context] () async throws(LarkFailure) in
      try await bench.client.send(request, context)
    }
    #expect(error?.words.contains("The user has not granted") == true)
    #expect(error?.words.contains("q=search:message&op_from=openapi&token_type=user") == true)
  }

  @Test func aResultSaysAsWhom() async throws {
    let bench = try Bench()
    bench.transport.on(Self.search, .data("{}"))
    var context = bench.context()
    context.userToken = "u-1"
    let request = request
    let result = try await LarkTool.answer(context) { (context) throws(LarkFailure) in
      _ = try await bench.client.send(request, context)
      return ToolResult([], structured: ["found": 0])
    }
    #expect(result.structured == ["found": 0, "as": "user"])
  }
}

@Suite struct TransferTests {
  private static let file = "GET /open-apis/drive/v1/files/f/download"
  private let request = APIRequest(
    .downloadFile, path: ["file_token": "f"], purpose: "download the file")

  @Test func downloads() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.file,
      HTTPResponse(
        status: 200,
        fields: [
          HTTPField("Content-Type", "text/plain; charset=utf-8"),
          HTTPField(
            "Content-Disposition", "attachment; filename=\"x.txt\"; filename*=UTF-8''%E4%B8%96.txt"),
        ], body: Array("hello".utf8)))
    let download = try await bench.client.download(request, limitBytes: 100, bench.context())
    #expect(
      download == Download(bytes: Array("hello".utf8), mediaType: "text/plain", fileName: "世.txt"))
    #expect(bench.transport.requests(Self.file)[0].responseLimitBytes == 100)
  }

  @Test(arguments: [200, 403]) func readsARefusal(_ status: Int) async throws {
    let bench = try Bench()
    var answer = HTTPResponse.refusal(1_061_004, "forbidden", status: status)
    answer.fields.append(HTTPField("Content-Type", "application/json"))
    bench.transport.on(Self.file, answer)
    let error = await failure { () async throws(LarkFailure) in
      try await bench.client.download(request, limitBytes: 100, bench.context())
    }
    #expect(error?.code == 1_061_004)
    #expect(error?.words.contains("not shared with it") == true)
  }

  @Test func uploadsAForm() async throws {
    let bench = try Bench()
    bench.transport.on("POST /open-apis/im/v1/images", .data(#"{"image_key":"img_1"}"#))
    let form = MultipartForm(
      fields: [("image_type", "message")], fileField: "image", fileName: "a\"\r\nb.png",
      bytes: [1, 2, 13, 10], mediaType: "image/png")
    let payload = try await bench.client.upload(
      APIRequest(.uploadImage, purpose: "upload the image"), form, bench.context())
    #expect(payload["image_key"] == "img_1")
    let sent = try #require(bench.transport.requests("POST /open-apis/im/v1/images").first)
    let type = try #require(sent.field("content-type"))
    let boundary = try #require(type.split(separator: "=").last)
    let expected =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"image_type\"\r\n\r\nmessage\r\n"
      + "--\(boundary)\r\nContent-Disposition: form-data; name=\"image\"; "
      + "filename=\"a%22%0D%0Ab.png\"\r\nContent-Type: image/png\r\n\r\n\u{1}\u{2}\r\n"
      + "\r\n--\(boundary)--\r\n"
    #expect(sent.body == Array(expected.utf8))
  }
}

@Suite struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func fitsRFC4648(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test func takesOtherForms() {
    #expect(Base64.decode("Zm9v\nYg") == Array("foob".utf8))
    #expect(Base64.decode("-_8=") == [0xFB, 0xFF])
    #expect(Base64.decode("Z") == nil)
    #expect(Base64.decode("Zm9v!") == nil)
    #expect(Base64.decode("Zg==Zg==") == nil)
  }
}
