import Testing

@testable import Postgres

@Suite struct ConnectionMessageTests {
  @Test func aMessageIsOneLine() {
    let text = "connection to server at \"a\" failed: refused\n\tIs the server running?\n"
    #expect(
      ConnectionMessage.readable(text, [])
        == "connection to server at \"a\" failed: refused Is the server running?")
  }

  @Test func passwordsAreHidden() {
    let parameters = [("user", "u"), ("password", "s3cret"), ("sslpassword", "kéy")]
      .map { (keyword: $0.0, value: $0.1) }
    #expect(
      ConnectionMessage.readable("a s3cret, s3cret and kéy of u", parameters)
        == "a ***, *** and *** of u")
  }

  @Test func aURIThatIsQuotedIsHidden() throws {
    try Libpq.open()
    let uri = "postgresql://u:s3cret@h:5432/d"
    #expect(
      ConnectionMessage.readable("in \(uri): s3cret", [(keyword: "dbname", value: uri)])
        == "in ***: ***")
  }

  @Test func nothingIsToldOfAStringThatCannotBeRead() throws {
    try Libpq.open()
    let value = "host=h password=sec ret"
    let message = ConnectionMessage.readable(
      "missing \"=\" after \"ret\"", [(keyword: "dbname", value: value)])
    #expect(message == "The connection URI or string cannot be read.")
  }

  @Test func aConnectionStringIsTakenApart() throws {
    try Libpq.open()
    let found = try #require(Libpq.parameters(of: "postgresql://u:p%20w@h:1/d?sslmode=require"))
    let expected = [
      "user=u", "password=p w", "host=h", "port=1", "dbname=d", "sslmode=require",
    ]
    #expect(Set(found.map { "\($0.keyword)=\($0.value)" }) == Set(expected))
    #expect(Libpq.parameters(of: "postgresql://[") == nil)
  }
}
