import Testing

@testable import Postgres

@Suite struct MigrationScriptTests {
  private func texts(_ script: String) throws -> [String] {
    let bytes = Array(script.utf8)
    return MigrationScript.split(try Words(script).all).map { words in
      let range =
        words[words.startIndex].range.lowerBound..<words[words.endIndex - 1].range.upperBound
      return String(decoding: bytes[range], as: UTF8.self)
    }
  }

  @Test func semicolonsWithinStatementsStay() throws {
    let script = """
      create table a (b text default ';'); ; -- nothing; here
      create function f() returns int language sql begin atomic
        select case when true then 1 end; select 2; end;
      create rule r as on insert to a do (delete from b; delete from c);
      create function g() returns int language sql as $x$ select 1; $x$
      """
    let found = try texts(script)
    #expect(found.count == 4)
    #expect(found[0] == "create table a (b text default ';')")
    #expect(found[1].hasSuffix("select 2; end"))
    #expect(found[2].hasSuffix("delete from c)"))
    #expect(found[3].hasSuffix("$x$"))
  }

  @Test(arguments: [
    "vacuum t", "create index concurrently i on t (a)", "create unique index concurrently on t (a)",
    "drop index concurrently i", "reindex table concurrently t", "begin", "commit", "rollback",
    "savepoint s", "set role x", "reset all", "copy t from stdin", "do $$ begin end $$", "call p()",
    "create database d", "drop role r", "alter user u superuser", "alter system set a = 1",
    "create or replace trusted language plx", "checkpoint", "listen x", "prepare transaction 'x'",
    "alter table t detach partition p concurrently", "\"create\" x", "create subscription s",
  ])
  func refused(_ text: String) throws {
    #expect(MigrationScript.refusal(of: try Words(text).all[...]) != nil)
  }

  @Test(arguments: [
    "create table t (a int)", "alter table t add b int", "drop view v", "create index on t (a)",
    "comment on table t is 'x'", "grant select on t to r", "insert into t values (1)",
    "update t set a = 1 where b", "with x as (select 1) insert into t select 1",
    "refresh materialized view concurrently v", "truncate t", "create extension citext",
    "create or replace view v as select 1", "alter default privileges grant select on tables to r",
    "create table t (c text default 'concurrently')",
  ])
  func allowed(_ text: String) throws {
    #expect(MigrationScript.refusal(of: try Words(text).all[...]) == nil)
  }

  private let functions = VolatileFunctions(functions: ["nextval", "harm", "touch", "pg_sleep"])

  @Test(arguments: [
    "create or replace function touch() returns trigger language plpgsql as $$ begin end $$",
    "create trigger t before insert on a for each row execute function public.touch()",
    "alter function touch() owner to x", "drop function touch(), harm()",
    "grant execute on function touch(), harm() to x", "insert into a values (nextval('s'))",
    "create function f() returns int language sql begin atomic select 1; select 2; end",
    "create rule r as on insert to a do (delete from b; delete from c)",
  ])
  func functionsMayBeDefinedAndNamed(_ text: String) throws {
    #expect(try MigrationScript(text, functions).statements.map(\.text) == [text])
  }

  @Test(arguments: [
    "select harm()", "create table t as select harm()",
    "alter table t alter a type int using harm()",
    "create table t (a int default pg_sleep(1))", "update t set a = harm() where b",
    "create function f() returns int language sql return harm()",
  ])
  func functionsMayNotBeCalled(_ text: String) {
    #expect { try MigrationScript("create table a ();\n\(text)", functions) } throws: { error in
      guard case PostgresFailure.refused(let why, _)? = error as? PostgresFailure else {
        return false
      }
      return why.hasPrefix("Statement 2: The function ")
    }
  }

  @Test func placesInTheScript() throws {
    let script = try MigrationScript("-- ü\n create table a ();\n\ndrop table b;", functions)
    #expect(script.statements.map(\.startCharacters) == [6, 26])
  }

  @Test(arguments: ["", " ; -- nothing", "create table a (); 'x"])
  func noScript(_ text: String) {
    #expect(throws: PostgresFailure.self) { try MigrationScript(text, functions) }
  }
}
