import JSON
import PluginKit
import Testing

@testable import Postgres

@Suite struct FailureTests {
  private func report(_ error: ServerError, _ text: String? = nil) -> FailureReport {
    FailureReport(.server(error), text: text)
  }

  @Test func aFailureIsOneLineAndItsMembers() throws {
    var error = ServerError(
      sqlstate: "42703", message: #"column "nmae" does not exist"#, position: 15)
    error.suggestion = "name"
    let text = "SELECT id,\n    nmae FROM people"
    #expect(
      report(error, text).summary == """
        column "nmae" does not exist (42703) at line 2, column 4; did you mean name?
        """)
    let result = PostgresFailure.server(error).result(for: text)
    #expect(result.error?.isRetryable == false)
    let json = try JSONValue(parsing: result.encoded ?? [])
    #expect(
      json == [
        "sqlstate": "42703", "message": #"column "nmae" does not exist"#, "position": 15,
        "line": 2, "column": 4, "suggestion": "name", "retryable": false,
      ])
  }

  @Test(arguments: [
    ("abc", 1, 1, 1), ("abc", 3, 1, 3), ("abc", 4, 1, 4), ("a\nb", 3, 2, 1), ("ü€😀x", 4, 1, 4),
    ("a\r\nb", 4, 2, 1), ("e\u{301}x", 3, 1, 3),
  ])
  func placesAreCountedInCharacters(_ text: String, _ position: Int, _ line: Int, _ column: Int) {
    let place = TextPlace(position: position, in: text)
    #expect(place?.line == line)
    #expect(place?.column == column)
  }

  @Test(arguments: [0, -1, 5, Int.max])
  func aPlaceOutsideIsNone(_ position: Int) {
    #expect(TextPlace(position: position, in: "abc") == nil)
  }

  @Test(arguments: [
    ("40001", true), ("40P01", true), ("57P01", true), ("08006", true), ("53200", true),
    ("55P03", true), ("53300", true), ("08P01", false), ("42P01", false), ("57014", false),
    ("", false), ("23505", false),
  ])
  func someFailuresMayPass(_ state: String, _ isRetryable: Bool) {
    #expect(report(ServerError(sqlstate: state, message: "m")).isRetryable == isRetryable)
  }

  @Test func detailAndHintAreSentences() {
    let error = ServerError(sqlstate: "1", message: "a\n b", detail: "d", hint: "Do it.")
    let report = report(error)
    #expect(report.summary == "a b (1)")
    #expect(report.advice == ["d.", "Hint: Do it."])
    #expect(report.toolError.detail == "d. Hint: Do it.")
  }

  @Test func longMessagesAreCut() {
    let error = ServerError(sqlstate: "1", message: String(repeating: "x", count: 5_000))
    #expect(report(error).message.count == ErrorText.limit + 1)
  }

  @Test func aMissingPrivilegeNamesItsGrant() throws {
    var error = ServerError(sqlstate: "42501", message: "permission denied for schema s")
    error.role = "Read er"
    let advice = "The role Read er has not the privilege; an administrator can run: "
    #expect(report(error).advice == [advice + #"GRANT USAGE ON SCHEMA s TO "Read er";"#])
    error.message = "permission denied for table orders"
    error.grant = "GRANT SELECT ON sales.orders TO reader"
    #expect(report(error).advice == [advice + "GRANT SELECT ON sales.orders TO reader;"])
  }

  @Test(arguments: [
    ("table orders", "table orders"), ("materialized view M y", "materialized view M y"),
    ("function f", "function f"), ("sequence s", "sequence s"),
  ])
  func aGrantWithoutTheSchemaIsNotTold(_ object: String, _ said: String) {
    let error = ServerError(sqlstate: "42501", message: "permission denied for \(object)")
    #expect(
      report(error).advice == [
        "The role has not the privilege on the \(said); an administrator can grant it."
      ])
  }

  @Test func anotherMissingPrivilegeIsTold() {
    let error = ServerError(sqlstate: "42501", message: "must be superuser")
    #expect(
      report(error).advice == [
        "The role has not the privilege; an administrator can grant it."
      ])
  }

  @Test func parametersAreNamed() {
    let count = ServerError(
      sqlstate: "08P01",
      message: #"bind message supplies 1 parameters, but prepared statement "" requires 2"#)
    #expect(
      report(count).summary == "The statement takes 2 parameters, and 1 came in params (08P01)")
    let value = ServerError(
      sqlstate: "22P02", message: #"invalid input syntax for type integer: "x""#,
      context: "unnamed portal parameter $12 = 'x'")
    #expect(
      report(value).summary == #"Parameter $12: invalid input syntax for type integer: "x" (22P02)"#
    )
    let literal = ServerError(sqlstate: "22P02", message: "m", context: "SQL function \"f\"")
    #expect(report(literal).summary == "m (22P02)")
  }

  @Test func whatWritesIsToldToOnlyRead() {
    let read = "Only reading is possible here; nothing was changed."
    let with = ServerError(
      sqlstate: "0A000",
      message: "WITH clause containing a data-modifying statement must be at the top level")
    #expect(report(with).advice == [read])
    #expect(report(ServerError(sqlstate: "25006", message: "m")).advice == [read])
    #expect(report(ServerError(sqlstate: "0A000", message: "m")).advice.isEmpty)
  }

  @Test func failuresOfThisSideHaveTheirOwnWords() throws {
    let report = FailureReport(.deadline(milliseconds: 500))
    #expect(report.summary == "Cancelled after 500 ms: the time was up.")
    #expect(report.sqlstate == "57014")
    #expect(FailureReport(.connectionLost("gone")).isRetryable)
    #expect(FailureReport(.busy(alias: "main", connections: 8)).isRetryable)
    #expect(PostgresFailure.cancelled.result().isCancelled)
    let refused = PostgresFailure.refused("No.", detail: "Because.").result()
    #expect(refused.error?.summary == "No.")
    let json = try JSONValue(parsing: refused.encoded ?? [])
    #expect(json == ["message": "No.", "detail": "Because.", "retryable": false])
  }

  @Test(arguments: [
    ("FATAL:  password authentication failed for user \"u\"", false, "Check user"),
    ("FATAL:  sorry, too many clients already", true, "The server has no connection"),
    ("FATAL:  database \"x\" does not exist", false, "Check user and database"),
    ("invalid connection option \"load_balance_hosts\"", false, "The libpq of this machine"),
    ("invalid sslnegotiation value: \"x\"", false, "The libpq of this machine"),
    ("syntax error in service file \"/x\", line 2", false, "Check service"),
    ("definition of service \"x\" not found", false, "Check service"),
    ("FATAL:  no pg_hba.conf entry for host", false, "The server's pg_hba.conf"),
    ("Connection refused\n\tIs the server running?", true, ""),
  ])
  func connectionsFailForTheirReasons(_ text: String, _ isRetryable: Bool, _ advice: String) {
    let report = FailureReport(.unreachable(alias: "main", text))
    #expect(report.isRetryable == isRetryable)
    #expect((report.advice.first ?? "").hasPrefix(advice))
    #expect(report.advice.isEmpty == advice.isEmpty)
    #expect(!report.summary.contains { $0.isNewline })
  }
}
