import Testing

@testable import Postgres

@Suite struct ObjectNameTests {
  @Test func unquotedNamesFoldAsTheServerFoldsThem() throws {
    let name = try ObjectName("Shop.Orders")
    #expect(name.schema?.folded == "shop")
    #expect(name.name.folded == "orders")
    #expect(name.name.written == "Orders")
    #expect(try ObjectName("KÄSE").name.folded == "kÄse")
  }

  @Test func quotedNamesKeepCaseDotsAndQuotes() throws {
    let name = try ObjectName(#""Odd Schema"."Odd ""Ta.ble""""#)
    #expect(name.schema == ObjectName.Part(written: "Odd Schema", isQuoted: true))
    #expect(name.name.folded == #"Odd "Ta.ble""#)
    #expect(name.name.isQuoted)
  }

  @Test func aThirdPartIsTheDatabase() throws {
    let name = try ObjectName(" app . shop . orders ")
    #expect(name.database?.folded == "app")
    #expect(name.schema?.folded == "shop")
    #expect(name.description == "app.shop.orders")
  }

  @Test func argumentTypesAreKeptApart() throws {
    let name = try ObjectName("shop.discount( numeric, integer )")
    #expect(name.name.folded == "discount")
    #expect(name.argumentTypes == "numeric, integer")
    #expect(try ObjectName("shop.touch()").argumentTypes == "")
    #expect(try ObjectName("shop.touch").argumentTypes == nil)
  }

  @Test(arguments: [
    "", " ", ".", "a.", ".a", "a..b", "a.b.c.d", "a b", "\"a", "\"\"", "a;drop", "a(b", "a.\"b\"c",
    String(repeating: "x", count: 1_001),
  ])
  func whatIsNoNameIsRefused(_ text: String) {
    #expect(throws: PostgresFailure.self) { try ObjectName(text) }
  }

  @Test func quotesAreDoubled() {
    #expect(ObjectName.quoted("plain") == "\"plain\"")
    #expect(ObjectName.quoted("a\"; DROP") == "\"a\"\"; DROP\"")
  }
}
