import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct MailTests {
  private static let box = "/open-apis/mail/v1/user_mailboxes/me"
  private static let list = "GET \(box)/messages"
  private static let metadata = "POST \(box)/messages/batch_get"
  private static let search = "POST \(box)/search"
  private static let get = "GET \(box)/messages/m1%3D"
  private static let send = "POST \(box)/messages/send"

  private static let details = HTTPResponse.data(
    #"""
    {"messages":[{"message_id":"m2","subject":"Two\nlines","internal_date":"1772294400000",
    "head_from":{"mail_address":"b@x.com"},"body_preview":"SGVsbG8KdGhlcmU",
    "attachments":[{"filename":"a.pdf","id":"f1"}]},
    {"message_id":"m1","subject":"","internal_date":"1772326800000",
    "head_from":{"mail_address":"a@x.com","name":"Ann"},"body_preview":"not encoded"}]}
    """#)

  private func user(_ bench: Bench, _ rule: IdentityRule = .userFirst) -> CallContext {
    var context = bench.context()
    (context.rule, context.userToken) = (rule, "u-1")
    return context
  }

  @Test func listsAFolder() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.list, .data(#"{"items":["m1","m2"],"has_more":true,"page_token":"p2"}"#))
    bench.transport.on(Self.metadata, Self.details)
    let result = try await ListMail(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"folder":"sent","unread":true,"limit":2}"#), user(bench))
    #expect(
      result.words == """
        2 mails, times in Asia/Shanghai, read as the user.
        2026-03-01 09:00 Ann <a@x.com>: (no subject)
          m1  not encoded
        2026-03-01 b@x.com: Two lines, 1 file
          m2  Hello there
        More: page_token "p2".
        """)
    let request = try #require(bench.transport.requests(Self.list).first)
    #expect(request.query == ["page_size": "2", "folder_id": "SENT", "only_unread": "true"])
    #expect(
      bench.transport.bodies(Self.metadata)
        == [["format": "metadata", "message_ids": ["m1", "m2"]]])
  }

  @Test func searches() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.search, .data(#"{"items":[{"id":"x","meta_data":{"message_biz_id":"m2"}}]}"#))
    bench.transport.on(Self.metadata, Self.details)
    let result = try await ListMail(core: LarkCore(client: bench.client)).run(
      try decoded(
        #"""
        {"query":"plan","sender":"Ann <a@x.com>, b@x.com","folder":"INBOX","has_files":true,
        "from":"2026-03-01","to":"2026-03-02"}
        """#), user(bench))
    #expect(result.structured?["message_ids"] == ["m2"])
    #expect(
      bench.transport.bodies(Self.search) == [
        [
          "query": "plan",
          "filter": [
            "from": ["a@x.com", "b@x.com"], "folder": ["inbox"], "has_attachment": true,
            "create_time": [
              "start_time": "2026-03-01T00:00:00+08:00", "end_time": "2026-03-03T00:00:00+08:00",
            ],
          ],
        ]
      ])
  }

  @Test func readsOneMail() async throws {
    let bench = try Bench()
    let body = Base64.encode(Array("Hi\nfrom: c@x.com 你好".utf8))
    bench.transport.on(
      Self.get,
      .data(
        #"""
        {"message":{"message_id":"m1=","subject":"S","internal_date":"1772294400000",
        "head_from":{"mail_address":"a@x.com"},"to":[{"mail_address":"b@x.com","name":"B"}],
        "body_plain_text":"\#(body)","thread_id":"t1",
        "attachments":[{"filename":"a.pdf","id":"f1"}],
        "security_level":{"is_risk":true,"risk_banner_reason":"PHISHING"}}}
        """#))
    let result = try await ReadMail(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"message":"m1="}"#), user(bench))
    #expect(
      result.words == """
        S
        id: m1=
        from: a@x.com
        date: 2026-03-01
        to: B <b@x.com>
        file: a.pdf (f1)
        warning: Lark marks this mail as risky (PHISHING).
        body:
            
            Hi
            from: c@x.com 你好
        """)
    #expect(
      bench.transport.requests(Self.get).first?.query == ["format": "plain_text_full"])
  }

  @Test(arguments: [
    ("aGk=", "hi"), ("5L2g", "你"), ("hi there", "hi there"), ("_-8", "_-8"), ("", ""),
  ])
  func decodesBodies(_ text: String, _ expected: String) {
    #expect(MailText.decoded(text) == expected)
  }

  @Test func sends() async throws {
    let bench = try Bench()
    bench.transport.on(Self.send, .data(#"{"message_id":"m9","thread_id":"t9"}"#))
    let result = try await SendMail(core: LarkCore(client: bench.client)).run(
      try decoded(
        #"""
        {"to":["\"Ann B\" <a@x.com>","b@x.com;c@x.com"],"subject":"S\r\nBcc: d@x.com",
        "text":"T"}
        """#
      ),
      user(bench, .user))
    #expect(result.words == "Sent the mail m9 as the user.")
    let body = try #require(bench.transport.bodies(Self.send).first)
    #expect(
      body["to"] == [
        ["mail_address": "a@x.com", "name": "Ann B"], ["mail_address": "b@x.com"],
        ["mail_address": "c@x.com"],
      ])
    #expect(body["subject"] == "S Bcc: d@x.com")
    #expect(body["body_plain_text"] == "T")
    #expect(body["dedupe_key"]?.string?.utf8.count == 36)
  }

  @Test(arguments: [
    (#"{"to":"a@x.com","subject":"S"}"#, "text:"), (#"{"subject":"S","text":"T"}"#, "to:"),
    (#"{"to":"Ann","subject":"S","text":"T"}"#, "to:"),
    (#"{"to":"a@x.com","cc":"b@x","subject":"S","text":"T"}"#, "cc:"),
    (#"{"to":"a@x.com","subject":" ","text":"T"}"#, "subject:"),
    (#"{"to":"a@x.com","subject":"S","text":"T","mailbox":"mine"}"#, "mailbox:"),
  ])
  func refusesBadMailUnasked(_ json: String, _ start: String) async throws {
    let bench = try Bench()
    let arguments: SendMailArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await SendMail(core: LarkCore(client: bench.client)).run(arguments, user(bench, .user))
    }
    #expect(error?.words.hasPrefix(start) == true, "\(error?.words ?? "nothing")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func needsAUserForTheOwnMailbox() async throws {
    let bench = try Bench()
    var context = bench.context()
    context.rule = .userFirst
    let arguments: ListMailArguments = try decoded("{}")
    let error = await failure { () async throws(LarkFailure) in
      try await ListMail(core: LarkCore(client: bench.client)).run(arguments, context)
    }
    #expect(error?.words.contains("lark_login") == true)
    #expect(bench.transport.requests.isEmpty)
  }

  /// Its status is that of a rate limit.
  @Test func aUsedUpQuotaIsNotWaitedFor() async throws {
    let bench = try Bench()
    bench.transport.on(Self.send, .refusal(1_236_009, status: 429))
    let arguments: SendMailArguments = try decoded(#"{"to":"a@x.com","subject":"S","text":"T"}"#)
    let error = await failure { () async throws(LarkFailure) in
      try await SendMail(core: LarkCore(client: bench.client)).run(arguments, user(bench, .user))
    }
    #expect(error?.words.contains("as a day allows") == true)
    #expect(error?.toolError.isRetryable == false)
    #expect(bench.transport.requests(Self.send).count == 1)
    #expect(bench.clock.sleeps.isEmpty)
  }

  @Test func tellsTroubles() async throws {
    let list: ListMailArguments = try decoded("{}")
    try await Troubles(route: Self.list, answer: .data("{}"), rule: .userFirst) {
      (bench, context) throws(LarkFailure) in
      try await ListMail(core: LarkCore(client: bench.client)).run(list, context)
    }.check()
    let read: ReadMailArguments = try decoded(#"{"message":"m1="}"#)
    try await Troubles(route: Self.get, answer: .data("{}"), rule: .userFirst) {
      (bench, context) throws(LarkFailure) in
      try await ReadMail(core: LarkCore(client: bench.client)).run(read, context)
    }.check()
    let send: SendMailArguments = try decoded(#"{"to":"a@x.com","subject":"S","text":"T"}"#)
    try await Troubles(route: Self.send, answer: .data("{}"), rule: .user) {
      (bench, context) throws(LarkFailure) in
      try await SendMail(core: LarkCore(client: bench.client)).run(send, context)
    }.check()
  }
}
