import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct EnvelopeTests {
  private func envelope() throws -> Envelope {
    Envelope(
      purpose: "send the message", secrets: ["hunter2", "t-secret"],
      settings: try Settings(["appId": "cli_x", "appSecret": "hunter2"]))
  }

  private func error(_ response: HTTPResponse) throws -> APIError {
    let envelope = try envelope()
    let failure = failure { () throws(LarkFailure) in try envelope.payload(of: response) }
    return try #require(failure?.apiError)
  }

  @Test func takesDataOrTheWholeBody() throws {
    let envelope = try envelope()
    #expect(try envelope.payload(of: .data(#"{"a":1}"#)) == ["a": 1])
    let bot = HTTPResponse(status: 200, body: Array(#"{"code":0,"msg":"ok","bot":{"b":2}}"#.utf8))
    #expect(try envelope.payload(of: bot)["bot"] == ["b": 2])
  }

  @Test(arguments: [200, 400, 403, 404, 429, 500])
  func readsTheCodeWhateverTheStatus(_ status: Int) throws {
    let error = try error(.refusal(230_002, "Bot is out", status: status))
    #expect(error.code == 230_002)
    #expect(error.message == "Bot is out")
    #expect(error.logID == "20260301LOG")
  }

  @Test(arguments: ["", "<html>502</html>", "[]", "{}", #"{"code":"x"}"#, #"{"code":0"#])
  func refusesWhatIsNotLarks(_ body: String) throws {
    let envelope = try envelope()
    let response = HTTPResponse(
      status: 502, fields: [HTTPField("x-tt-logid", "L1")], body: Array(body.utf8))
    let failure = failure { () throws(LarkFailure) in try envelope.payload(of: response) }
    #expect(failure == .unreadable(purpose: "send the message", status: 502, logID: "L1"))
    #expect(failure?.toolError.isRetryable == true)
  }

  @Test func takesScopesAndLinkFromTheDetails() throws {
    let error = try error(
      .refusal(
        99_991_672, "Access denied.", status: 400,
        error: """
          {"log_id":"L2","permission_violations":[
            {"type":"action_scope_required","subject":"im:message"},
            {"type":"action_scope_required","subject":"im:message:send_as_bot"}],
           "helps":[{"url":"https://open.feishu.cn/app/cli_x/auth?q=im:message","description":"d"}]}
          """))
    #expect(error.missingScopes == ["im:message", "im:message:send_as_bot"])
    #expect(error.consoleURL == "https://open.feishu.cn/app/cli_x/auth?q=im:message")
    let words = LarkFailure.api(error).words
    #expect(words.contains("im:message, im:message:send_as_bot"))
    #expect(words.contains("Repeating the call will not help."))
    #expect(LarkFailure.api(error).toolError.isRetryable == false)
  }

  @Test func takesScopesAndLinkFromTheMessage() throws {
    let link = "https://open.feishu.cn/app/cli_x/auth?q=calendar:calendar&op_from=openapi"
    let message =
      "Access denied. One of the following scopes is required: [calendar:calendar, "
      + "calendar:calendar:readonly].应用尚未开通所需的应用身份权限：[calendar:calendar]，"
      + "点击链接申请并开通任一权限即可：\(link)"
    let error = try error(.refusal(99_991_672, message))
    #expect(error.missingScopes == ["calendar:calendar", "calendar:calendar:readonly"])
    #expect(error.consoleURL == link)
  }

  @Test func makesTheLinkItself() throws {
    let error = try error(
      .refusal(
        99_991_672, "denied", error: #"{"permission_violations":[{"subject":"im:message"}]}"#))
    #expect(
      error.consoleURL
        == "https://open.feishu.cn/app/cli_x/auth?q=im:message&op_from=openapi&token_type=tenant")
  }

  @Test func showsFieldViolations() throws {
    let error = try error(
      .refusal(
        99_992_402, "field validation failed",
        error: #"{"field_violations":[{"field":"user_ids","value":"","description":"too many"}]}"#))
    #expect(LarkFailure.api(error).words.contains("Fields: user_ids (too many)."))
  }

  @Test func tellsDocumentAccessFromScopes() throws {
    let words = LarkFailure.api(try error(.refusal(1_061_004, "forbidden", status: 403))).words
    #expect(words.contains("not shared with it"))
    #expect(!words.contains("scope is required"))
  }

  @Test func keepsSecretsOut() throws {
    let error = try error(
      .refusal(
        99_991_663, "Invalid token t-secret for hunter2, hunter2",
        error: #"{"field_violations":[{"field":"app_secret","description":"hunter2 is wrong"}]}"#))
    let words = "\(LarkFailure.api(error).words) \(error)"
    #expect(!words.contains("hunter2"))
    #expect(!words.contains("t-secret"))
    #expect(error.message == "Invalid token *** for ***, ***")
  }

  @Test func readsTheReset() throws {
    let fields = [HTTPField("X-Ogw-Ratelimit-Reset", "7")]
    let error = try error(.refusal(99_991_400, status: 429, fields: fields))
    #expect(error.resetSeconds == 7)
    #expect(LarkFailure.api(error).toolError.retryAfterMilliseconds == 7000)
    #expect(try self.error(.refusal(99_991_400)).resetSeconds == nil)
  }
}

@Suite struct ErrorCodeTests {
  @Test func listsEachCodeOnce() {
    let codes = ErrorCode.table.map(\.code)
    #expect(codes.count == Set(codes).count)
    #expect(ErrorCode.table.allSatisfy { !$0.advice.isEmpty })
  }

  @Test(arguments: [
    (99_991_400 as Int64, ErrorCode.Kind.rateLimit), (230_020, .rateLimit), (11_232, .rateLimit),
    (190_003, .transient), (99_991_663, .token), (99_991_665, .token), (99_991_668, .identity),
    (99_991_672, .scope), (191_002, .access), (230_013, .access), (193_104, .arguments),
    (99_992_351, .arguments), (99_992_364, .arguments), (99_991_403, .setup),
  ])
  func knows(_ code: Int64, _ kind: ErrorCode.Kind) {
    #expect(ErrorCode.of(code, status: 400).kind == kind)
  }

  /// What Lark refuses for good is refused with HTTP 500 too.
  @Test(arguments: [
    (121_011 as Int64, "query is too long", ErrorCode.Kind.arguments),
    (121_012, "invalid filter", .arguments),
    (121_020, "page_token is invalid or expired", .arguments),
    (121_021, "page_size exceeds maximum allowed value", .arguments),
    (121_022, "pagination limit reached", .arguments),
    (121_030, "user identity not found", .setup),
    (122_601, "meeting time format is invalid", .arguments),
    (122_604, "invalid meeting room ID format", .arguments),
    (1_254_060, "TextFieldConvFail", .arguments), (2_889_980, "operation denied", .access),
    (2_889_925, "content size exceed limit", .arguments),
    (121_001, "invalid param", .arguments), (121_001, "Invalid param: x", .arguments),
    (121_001, "internal error", .transient), (121_001, "", .transient),
    (121_040, "search service error", .transient), (121_002, "network error", .transient),
  ])
  func tellsRefusalsFromTroubles(_ code: Int64, _ words: String, _ kind: ErrorCode.Kind) {
    let error = APIError(purpose: "p", code: code, message: words, status: 500)
    #expect(error.meaning.kind == kind)
    #expect(LarkFailure.api(error).mayHaveBeenDone == (kind == .transient))
    #expect(LarkFailure.api(error).toolError.isRetryable == (kind == .transient))
  }

  @Test func judgesUnknownCodesByStatus() {
    #expect(ErrorCode.of(42, status: 429).kind == .rateLimit)
    #expect(ErrorCode.of(42, status: 503).kind == .transient)
    #expect(ErrorCode.of(42, status: 400).kind == .unknown)
  }
}

@Suite struct AttemptsTests {
  private func api(_ code: Int64, reset: Int64? = nil) -> LarkFailure {
    var error = APIError(purpose: "p", code: code, message: "", status: 400)
    error.resetSeconds = reset
    return .api(error)
  }

  private func next(
    _ attempts: inout Attempts, _ failure: LarkFailure, remaining: Int64 = 60_000
  ) -> Attempts.Next {
    attempts.next(after: failure, remainingMilliseconds: remaining, jitter: 0.5)
  }

  @Test func renewsTheTokenOnce() {
    var attempts = Attempts()
    #expect(next(&attempts, api(99_991_663)) == .withNewToken)
    #expect(next(&attempts, api(99_991_663)) == .giveUp)
  }

  @Test func waitsUntilTheReset() {
    var attempts = Attempts()
    #expect(next(&attempts, api(99_991_400, reset: 3)) == .after(milliseconds: 3125))
    #expect(next(&attempts, api(99_991_400, reset: 0)) == .after(milliseconds: 125))
  }

  @Test func waitsLongerEachTimeAndThenGivesUp() {
    var attempts = Attempts()
    #expect(next(&attempts, api(230_020)) == .after(milliseconds: 600))
    #expect(next(&attempts, api(230_020)) == .after(milliseconds: 1200))
    #expect(next(&attempts, api(230_020)) == .after(milliseconds: 2400))
    #expect(next(&attempts, api(230_020)) == .giveUp)
  }

  @Test func doesNotWaitPastTheDeadlineOrForLong() {
    var attempts = Attempts()
    #expect(next(&attempts, api(99_991_400, reset: 3), remaining: 4000) == .giveUp)
    #expect(next(&attempts, api(99_991_400, reset: 60)) == .giveUp)
    #expect(next(&attempts, api(99_991_400, reset: .max)) == .giveUp)
  }

  @Test func doesNotRepeatWhatWillNotChange() {
    for failure in [
      api(230_002), api(99_991_672), api(99_991_668), .argument("x"), .cancelled,
      .transport(HTTPFailure(.refused, "no")),
      .unreadable(purpose: "p", status: 200, logID: nil),
    ] {
      var attempts = Attempts()
      #expect(next(&attempts, failure) == .giveUp)
    }
  }

  @Test func repeatsAProxysTrouble() {
    var attempts = Attempts()
    let page = LarkFailure.unreadable(purpose: "p", status: 502, logID: nil)
    #expect(next(&attempts, page) == .after(milliseconds: 600))
  }
}
