import Testing

@testable import Postgres

@Suite struct NoticeListTests {
  private func notice(_ message: String) -> Notice {
    Notice(severity: "NOTICE", sqlstate: "00000", message: message)
  }

  @Test func theFirstOnesAreKept() {
    var list = NoticeList()
    for number in 0..<100 { list.take(notice("\(number)")) }
    #expect(list.notices.map(\.message) == (0..<NoticeList.limit).map { "\($0)" })
    #expect(list.arrived == 100)
  }

  @Test func theirBytesAreBounded() {
    var list = NoticeList()
    let half = String(repeating: "x", count: NoticeList.bytesLimit / 2)
    list.take(notice(half))
    list.take(notice(half + "x"))
    list.take(notice("small"))
    #expect(list.notices.map(\.message) == [half, "small"])
    list.removeAll()
    #expect(list.notices == [])
  }
}
