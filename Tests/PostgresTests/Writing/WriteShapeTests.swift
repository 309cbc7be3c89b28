import Testing

@testable import Postgres

@Suite struct WriteShapeTests {
  @Test(arguments: [
    ("insert into t values (1)", [WriteShape.Verb.insert]),
    ("UPDATE t SET a = 1 WHERE b", [.update]),
    ("with x as (select 1) delete from t using x where t.a = x.a", [.delete]),
    (
      "WITH gone AS (DELETE FROM t WHERE a RETURNING *) SELECT count(*) FROM gone",
      [.delete, .select]
    ),
    (
      "with a as materialized (update t set a = 1), b (c) as not materialized (insert into u "
        + "select 1) merge into v using w on true when matched then delete",
      [.update, .insert, .merge]
    ),
    (
      "with recursive r (n) as (select 1 union all select n + 1 from r) search depth first by n set "
        + "o cycle n set c using p insert into t select n from r", [.insert]
    ),
    (
      "with update as (select 1), x as (with y as (select 1) delete from t) values (1)",
      [.delete, .values]
    ),
    ("/* select */ -- delete\n \"insert\".f()", []),
  ])
  func verbs(_ text: String, _ verbs: [WriteShape.Verb]) {
    #expect((try? WriteShape(text).parts.map(\.verb)) ?? [] == verbs)
  }

  @Test(arguments: [
    ("update t set a = 1", [WriteShape.Verb.update]),
    ("update t set a = (select b from u where c)", [.update]),
    ("delete from t using (select 1 where true) s", [.delete]),
    ("delete from t where a", []),
    ("with g as (delete from t) select 1 where true", [.delete]),
    ("with g as (delete from t where a) update u set b = 1", [.update]),
    ("insert into t select 1 on conflict do update set a = 1", []),
    ("update t set \"where\" = 'where'", [.update]),
    ("merge into v using w on true when matched then delete", []),
  ])
  func withoutWhere(_ text: String, _ verbs: [WriteShape.Verb]) throws {
    #expect(try WriteShape(text).withoutWhere == verbs)
  }

  @Test(arguments: [
    "", ";", "commit", "begin; delete from t where a", "delete from t where a; commit",
    "set role x", "copy t from stdin", "do $$ begin delete from t; end $$", "truncate t",
    "explain analyze delete from t", "with", "with x", "with x as select 1 delete from t",
    "call p()", "create table t ()", "prepare p as delete from t",
  ])
  func refusals(_ text: String) {
    #expect(throws: PostgresFailure.self) { try WriteShape(text) }
  }

  @Test(arguments: [
    ("with x as (select 1) select * from x", false), ("table t", false), ("(select 1)", false),
    ("with x as (insert into t values (1)) table t", true),
  ])
  func reads(_ text: String, _ changesRows: Bool) throws {
    #expect(try WriteShape(text).changesRows == changesRows)
  }
}
