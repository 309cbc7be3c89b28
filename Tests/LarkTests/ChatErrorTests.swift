import Testing

@testable import Lark

@Suite struct ChatErrorTests {
  @Test(
    arguments: [
      (232_011, .access), (232_019, .rateLimit), (230_110, .arguments),
      (231_001, .arguments), (230_024, .setup), (232_096, .transient), (41_050, .access),
      (234_006, .arguments), (40_004, .access),
    ] as [(Int64, ErrorCode.Kind)])
  func knowsTheCodesOfChatsAndPeople(_ code: Int64, _ kind: ErrorCode.Kind) {
    #expect(ErrorCode.of(code, status: 400).kind == kind)
  }

  @Test func tellsAReplyFromAnEdit() {
    for code: Int64 in [230_071, 230_072, 230_075] {
      let advice = ErrorCode.of(code, status: 400).advice
      #expect(advice.hasPrefix("A reply:") && advice.contains("An edit:"))
    }
  }
}
