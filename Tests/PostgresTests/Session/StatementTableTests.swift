import Testing

@testable import Postgres

@Suite struct StatementTableTests {
  private func key(_ text: String, rows: Int = 100) -> StatementTable.Key {
    StatementTable.Key(text: text, form: .limited(rows: rows), types: [])
  }

  private func isChecked(_ key: StatementTable.Key, _ table: inout StatementTable) -> Bool {
    table.isChecked(key)
  }

  private func name(_ key: StatementTable.Key, _ table: inout StatementTable) -> String? {
    table.name(of: key)
  }

  @Test func aTextIsKnownOnceItWasCheckedAndNamedOnceItWasPrepared() {
    var table = StatementTable()
    #expect(!isChecked(key("a"), &table))
    table.didCheck(key("a"))
    #expect(isChecked(key("a"), &table))
    #expect(name(key("a"), &table) == nil)
    table.didPrepare(key("a"), as: "one")
    #expect(name(key("a"), &table) == "one")
    #expect(name(key("a", rows: 5), &table) == nil)
  }

  @Test func namesAreNeverUsedTwice() {
    var table = StatementTable()
    let names = Set((0..<100).map { _ in table.newName() })
    #expect(names.count == 100)
  }

  @Test func whatWasUsedLongestAgoGoesFirst() {
    var table = StatementTable()
    for number in 0..<StatementTable.preparedLimit {
      table.didPrepare(key("\(number)"), as: "n\(number)")
    }
    #expect(table.dropped == [])
    #expect(name(key("0"), &table) == "n0")
    table.didPrepare(key("new"), as: "new")
    #expect(name(key("0"), &table) == "n0")
    #expect(name(key("1"), &table) == nil)
    #expect(table.dropped == ["n1"])
    table.didDeallocate("n1")
    #expect(table.dropped == [])
  }

  @Test func checkedTextsAreBounded() {
    var table = StatementTable()
    for number in 0...StatementTable.checkedLimit { table.didCheck(key("\(number)")) }
    #expect(!isChecked(key("0"), &table))
    #expect(isChecked(key("1"), &table))
  }

  @Test func longTextsAreNotKept() {
    var table = StatementTable()
    let long = String(repeating: "x", count: StatementTable.textBytesLimit + 1)
    table.didCheck(key(long))
    #expect(!isChecked(key(long), &table))
    #expect(StatementTable.isKept(String(long.dropLast())))
  }

  @Test func whatIsPreparedAgainGivesTheEarlierNameBack() {
    var table = StatementTable()
    table.didPrepare(key("a"), as: "one")
    table.didPrepare(key("a"), as: "two")
    #expect(name(key("a"), &table) == "two")
    #expect(table.dropped == ["one"])
    table.drop(key("a"))
    #expect(name(key("a"), &table) == nil)
    #expect(table.dropped == ["one", "two"])
  }

  @Test func aServerThatForgotHasNothingToGiveBack() {
    var table = StatementTable()
    table.didPrepare(key("a"), as: "one")
    table.drop(key("a"))
    table.didPrepare(key("b"), as: "two")
    table.forget()
    #expect(table.dropped == [])
    #expect(name(key("b"), &table) == nil)
  }
}
