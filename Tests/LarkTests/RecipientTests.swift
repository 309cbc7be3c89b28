import Testing

@testable import Lark

@Suite struct RecipientTests {
  @Test(arguments: [
    ("oc_a0553eda9014c201e6969b478895c230", Recipient.Kind.chat), ("ou_7d8a6e6df762", .openID),
    ("on_576833b917", .unionID), ("zhang.san@example.com", .email), (" 张三@例子.公司 ", .email),
  ])
  func knowsTheKindByItsForm(_ text: String, _ kind: Recipient.Kind) throws {
    let recipient = try Recipient(text)
    #expect(recipient.kind == kind)
    #expect(recipient.id == text.trimmingSpaces)
  }

  @Test func takesTheKindInWords() throws {
    let recipient = try Recipient("user_id:3e3cf96b")
    #expect(recipient.kind == .userID)
    #expect(recipient.id == "3e3cf96b")
  }

  @Test(arguments: [
    "", "  ", "张三", "#general", "a@b@c", "@x", "x@", "ou 1", "user_id:", "ou_\u{7}",
    String(repeating: "o", count: 300), "nickname:x",
  ])
  func saysWhichFormsThereAre(_ text: String) {
    let error = failure { () throws(LarkFailure) in try Recipient(text) }
    #expect(error?.words.contains("oc_") == true)
    #expect(error?.words.contains("e-mail") == true)
  }

  @Test func pointsToReplyTo() {
    let error = failure { () throws(LarkFailure) in try Recipient("om_dc13264520392") }
    #expect(error?.words.contains("reply_to") == true)
  }
}

@Suite struct MessageTargetTests {
  @Test func isEitherARecipientOrAReply() throws {
    #expect(try MessageTarget(to: "oc_1", replyTo: "") == .recipient(Recipient("oc_1")))
    #expect(try MessageTarget(to: nil, replyTo: " om_1 ") == .reply(to: "om_1", inThread: false))
    for (to, replyTo) in [(nil, nil), ("oc_1", "om_1"), (nil, "oc_1"), ("", "")] {
      #expect(
        failure { () throws(LarkFailure) in try MessageTarget(to: to, replyTo: replyTo) } != nil)
    }
  }
}
