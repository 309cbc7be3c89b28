import Glibc
import Testing

@testable import Postgres

/// Against a real server, where `TOOLRACK_POSTGRES` holds a connection string of a superuser.
private let server = getenv("TOOLRACK_POSTGRES").map { String(cString: $0) }

private struct TextSink: RowSink {
  var columns: [Column] = []
  var rows: [[String?]] = []
  var limit = Int.max
  var failure: PostgresFailure?

  mutating func begin(_ columns: [Column], _ server: ServerFacts) throws(PostgresFailure) {
    self.columns = columns
    if let failure { throw failure }
  }

  mutating func row(_ row: RowView) -> Bool {
    rows.append(row.cells.map { $0.map { String(decoding: $0, as: UTF8.self) } })
    return rows.count < limit
  }
}

extension Session {
  fileprivate static func forTest(keepsStatements: Bool = true) throws -> Session {
    let second = Int64(1_000_000_000)
    let options = SessionOptions(
      alias: "main", parameters: [(keyword: "dbname", value: server ?? "")],
      keepsStatements: keepsStatements)
    return try Session(options, deadlineNanoseconds: MonotonicClock.now() + 10 * second)
  }

  fileprivate func texts(
    _ text: String, _ parameters: [Parameter] = [], rows: Int = 100
  ) throws(PostgresFailure) -> [[String?]] {
    var sink = TextSink()
    _ = try read(
      GuardedRead(text: text, parameters: parameters, form: .limited(rows: rows)), into: &sink)
    return sink.rows
  }

  fileprivate func failure(of text: String, _ parameters: [Parameter] = []) -> PostgresFailure? {
    do throws(PostgresFailure) {
      _ = try texts(text, parameters)
      return nil
    } catch {
      return error
    }
  }

  fileprivate func change(_ text: String) throws {
    try transact { session throws(PostgresFailure) -> (Void, TransactionEnd) in
      var sink = TextSink()
      _ = try session.execute(text, into: &sink)
      return ((), .commit)
    }
  }
}

@Suite(.enabled(if: server != nil)) struct SessionServerTests {
  @Test(arguments: [true, false])
  func rowsComeWithNULLsAndWithoutColumns(keepsStatements: Bool) throws {
    let session = try Session.forTest(keepsStatements: keepsStatements)
    #expect(session.facts.version >= 130_000)
    #expect(!session.facts.user.isEmpty)
    for _ in 0..<3 {
      #expect(try session.texts("SELECT 1, NULL, '' -- end") == [["1", nil, ""]])
      #expect(try session.texts("SELECT") == [[]])
      #expect(try session.texts("SELECT $1::int + 1", [Parameter(text: "41")]) == [["42"]])
      #expect(try session.texts("SELECT 1 WHERE false") == [])
    }
    let rows = try session.rows("SELECT NULL, 'a', '', 'b'")
    #expect((0..<4).map { rows[0, $0] } == [nil, "a", "", "b"])
  }

  @Test func oneRowMoreIsSeenAndNotHandedOut() throws {
    let session = try Session.forTest()
    for (limit, hasMore) in [(2, true), (3, false), (0, true)] {
      var sink = TextSink()
      let read = GuardedRead(text: "SELECT generate_series(1, 3)", form: .limited(rows: limit))
      let outcome = try session.read(read, into: &sink)
      #expect(outcome == ReadOutcome(rows: limit, hasMore: hasMore))
      #expect(sink.rows.count == limit)
    }
  }

  @Test func aSinkThatHasEnoughEndsTheStatement() throws {
    let session = try Session.forTest()
    var sink = TextSink(limit: 5)
    let text = "SELECT generate_series(1, 1000000000)"
    let outcome = try session.read(
      GuardedRead(text: text, form: .limited(rows: .max)), into: &sink)
    #expect(outcome == ReadOutcome(rows: 5, stoppedBySink: true))
    #expect(try session.texts("SELECT 1") == [["1"]])
  }

  @Test func whatTheSinkThrowsIsThrown() throws {
    let session = try Session.forTest()
    var sink = TextSink(failure: .refused("no"))
    #expect(throws: PostgresFailure.refused("no")) {
      _ = try session.read(
        GuardedRead(text: "SELECT 1", form: .limited(rows: 1)), into: &sink)
    }
    #expect(sink.rows.isEmpty)
    #expect(session.isUsable)
  }

  @Test(
    arguments: [
      ("SELEC 1", "42601", 1), ("SELECT x FROM y", "42P01", 15), ("SELECT 'é', x", "42703", 13),
      ("SELECT 1) AS q, LATERAL (SELECT 2", "42601", 9), ("SELECT 1; SELECT 2", "42601", nil),
      ("COMMIT", "42601", nil), ("SET work_mem = '1MB'", "42601", nil),
      ("DO $$ begin end $$", "42601", 1), ("COPY (SELECT 1) TO STDOUT", "42601", nil),
      ("SELECT 1/0", "22012", nil), ("", "42601", nil), ("SELECT (", "42601", 9),
      ("INSERT INTO pg_class DEFAULT VALUES", "42601", nil),
      ("SELECT nextval('pg_class')", nil, nil),
    ] as [(String, String?, Int?)])
  func errorsNameThePlaceInTheCallersText(_ text: String, sqlstate: String?, position: Int?) throws
  {
    let session = try Session.forTest()
    for _ in 0..<2 {
      guard case .server(let error)? = session.failure(of: text) else {
        Issue.record("no error of the server")
        return
      }
      if let sqlstate { #expect(error.sqlstate == sqlstate) }
      if let position { #expect(error.position == position) }
      #expect(session.isUsable)
      #expect(try session.texts("SELECT 1") == [["1"]])
    }
  }

  @Test func deadlinesAndCancellationsEndTheStatementOnly() throws {
    let session = try Session.forTest()
    session.context.deadlineNanoseconds = MonotonicClock.now() + 100_000_000
    #expect(session.failure(of: "SELECT pg_sleep(60)") == .deadline(milliseconds: 30_000))
    session.context = TransactionContext(timeoutMilliseconds: 100)
    #expect(session.failure(of: "SELECT pg_sleep(60)") == .deadline(milliseconds: 100))
    let cancellation = Cancellation()
    session.context = TransactionContext(cancellation: cancellation)
    #expect(try session.texts("SELECT 1") == [["1"]])
    cancellation.cancel()
    #expect(session.failure(of: "SELECT 1") == .cancelled)
    session.context = TransactionContext()
    #expect(try session.texts("SELECT 1") == [["1"]])
  }

  @Test func noCancellationHitsTheNextStatement() throws {
    let session = try Session.forTest()
    for number in 0..<100 {
      session.context.deadlineNanoseconds = MonotonicClock.now() + Int64(number % 20) * 100_000
      _ = session.failure(of: "SELECT pg_sleep(0.001)")
      session.context.deadlineNanoseconds = .max
      #expect(session.failure(of: "SELECT 1") == nil)
    }
  }

  @Test func theContextHoldsForOneTransaction() throws {
    let session = try Session.forTest()
    session.context.settings = [("app.tenant", #"it's \ "a""#), ("work_mem", "1MB")]
    session.context.role = "pg_read_all_data"
    session.context.releasesAdvisoryLocks = true
    let text = """
      SELECT current_setting('app.tenant', true), current_setting('work_mem'), current_user, \
      pg_advisory_lock(7)
      """
    #expect(try session.texts(text) == [[#"it's \ "a""#, "1MB", "pg_read_all_data", ""]])
    session.context = TransactionContext()
    #expect(try session.texts("SELECT current_setting('app.tenant', true)") == [[""]])
    #expect(try session.texts("SELECT current_user") == [[session.facts.user]])
    let locks =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    #expect(try session.texts(locks) == [["0"]])
    session.context.role = "no such role"
    guard case .server? = session.failure(of: "SELECT 1") else {
      Issue.record("a role that does not exist was set")
      return
    }
    #expect(session.isUsable)
  }

  @Test func statementsKeptTooLongArePreparedAnew() throws {
    let session = try Session.forTest()
    try session.change("DROP TABLE IF EXISTS session_kept")
    try session.change("CREATE TABLE session_kept (a int)")
    try session.change("INSERT INTO session_kept VALUES (1)")
    for _ in 0..<3 { #expect(try session.texts("SELECT * FROM session_kept") == [["1"]]) }
    try session.change("ALTER TABLE session_kept ADD b int")
    #expect(try session.texts("SELECT * FROM session_kept") == [["1", nil]])
    try session.change("DEALLOCATE ALL")
    #expect(try session.texts("SELECT * FROM session_kept") == [["1", nil]])
    try session.change("DROP TABLE session_kept")
  }

  @Test func preparedStatementsAreGivenBack() throws {
    let session = try Session.forTest()
    for number in 0..<(StatementTable.preparedLimit * 2) {
      for _ in 0..<2 { _ = try session.texts("SELECT \(number)") }
    }
    let count = try session.texts("SELECT count(*) FROM pg_prepared_statements")[0][0]
    // BEGIN, ROLLBACK, and one that is given back with the next call.
    #expect(try #require(count.flatMap { Int($0) }) <= StatementTable.preparedLimit + 3)
  }

  @Test func aRowTooLargeIsNotRead() throws {
    let session = try Session.forTest()
    session.context.rowBytes = 1 << 20
    #expect(try session.texts("SELECT repeat('x', 900000) FROM generate_series(1, 9)").count == 9)
    #expect(
      session.failure(of: "SELECT repeat('x', 500000000)") == .rowTooLarge(limitBytes: 1 << 20))
    #expect(!session.isUsable)
  }

  @Test func describingRunsNothing() throws {
    let session = try Session.forTest()
    let (parameters, columns) = try session.describe("SELECT $1::int AS a, $2 || 'x' AS b, 1/0")
    #expect(parameters == [23, 25])
    #expect(columns.map(\.name) == ["a", "b", "?column?"])
    #expect(throws: PostgresFailure.self) { try session.describe("SET work_mem = '1MB'") }
    #expect(session.isUsable)
  }

  @Test func transactionsCommitOnlyWhatSucceeded() throws {
    let session = try Session.forTest()
    try session.change("DROP TABLE IF EXISTS session_writes")
    try session.change("CREATE TABLE session_writes (a int PRIMARY KEY)")
    let result: CommandResult = try session.transact {
      session throws(PostgresFailure) -> (CommandResult, TransactionEnd) in
      var sink = TextSink(limit: 1)
      let text = "INSERT INTO session_writes SELECT generate_series(1, 3) RETURNING a"
      return (try session.execute(text, into: &sink), .commit)
    }
    #expect(result.tag == "INSERT 0 3")
    #expect(result.count == 3)
    #expect(try session.texts("SELECT count(*) FROM session_writes") == [["3"]])
    try session.transact { session throws(PostgresFailure) -> (Void, TransactionEnd) in
      var sink = TextSink()
      _ = try session.execute("DELETE FROM session_writes", into: &sink)
      return ((), .rollback)
    }
    #expect(throws: PostgresFailure.self) {
      try session.change("INSERT INTO session_writes VALUES (1)")
    }
    #expect(try session.texts("SELECT count(*) FROM session_writes") == [["3"]])
    #expect(throws: PostgresFailure.self) { try session.change("COMMIT") }
    #expect(session.isUsable)
    try session.change("DROP TABLE session_writes")
  }

  @Test(arguments: ["COPY pg_database TO STDOUT", "CREATE TEMP TABLE s (a int)"])
  func copyingEndsTheConnectionAndNothingElse(_ text: String) throws {
    let session = try Session.forTest()
    if text.hasPrefix("COPY") {
      #expect(throws: PostgresFailure.self) { try session.change(text) }
      #expect(!session.isUsable)
    } else {
      try session.change(text)
      #expect(throws: PostgresFailure.self) { try session.change("COPY s FROM STDIN") }
      #expect(!session.isUsable)
    }
  }

  @Test func severalReadsSeeOneSnapshot() throws {
    let session = try Session.forTest()
    let (first, second) = try session.inReadOnlyTransaction {
      session throws(PostgresFailure) -> (String?, String?) in
      let text = "SELECT transaction_timestamp()"
      return (try session.rows(text)[0, 0], try session.texts(text)[0][0])
    }
    #expect(first == second)
    #expect(session.isUsable)
  }

  @Test func aServerThatEndsIsNoticed() throws {
    let session = try Session.forTest()
    guard
      case .server(let error)? = session.failure(
        of: "SELECT pg_terminate_backend(pg_backend_pid())")
    else {
      Issue.record("no error of the server")
      return
    }
    #expect(error.sqlstate == "57P01")
    #expect(!session.isUsable)
    let other = try Session.forTest()
    let pid = try other.rows("SELECT pg_backend_pid()")[0, 0] ?? ""
    let killer = try Session.forTest()
    _ = try killer.texts("SELECT pg_terminate_backend(\(pid), 5000)")
    #expect(!other.isUsable)
  }
}
