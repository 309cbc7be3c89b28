"""pg_migrate runs a migration once, as a whole or not at all."""

import threading

import pytest
from postgres import Cluster, PostgresRack

DATABASE = "app"
FIRST = """
-- Two statements; and a semicolon in a comment
CREATE TABLE first (id int PRIMARY KEY, note text DEFAULT 'a;b');
INSERT INTO first VALUES (1);
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC
  SELECT CASE WHEN true THEN $1 END; SELECT $1 * 2; END;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
  $f$ BEGIN NEW.id := 1; RETURN NEW; END; $f$;
"""


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


@pytest.fixture
def rack(cluster, tmp_path):
    cluster.sql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    cluster.sql("DROP ROLE IF EXISTS owner")
    cluster.sql("CREATE ROLE owner LOGIN")
    cluster.sql(f"CREATE DATABASE {DATABASE} OWNER owner")
    cluster.sql("GRANT ALL ON SCHEMA public TO owner", database=DATABASE)
    databases = {"main": {
        "url": cluster.url("owner", DATABASE), "mode": "readwrite", "writeLevel": "ddl"}}
    with PostgresRack(tmp_path, databases) as running:
        yield running


def sql(cluster, text):
    return cluster.sql(text, database=DATABASE)


def exists(cluster, name):
    return sql(cluster, f"SELECT to_regclass('{name}') IS NOT NULL") == [(True,)]


def test_a_migration_is_applied_once(cluster, rack):
    answer = rack.ask("migrate", name="1_first", sql=FIRST)
    assert answer == {"name": "1_first", "status": "applied", "statements": 4}
    assert sql(cluster, "SELECT id, note, twice(4) FROM first") == [(1, "a;b", 8)]
    [(name, text, by)] = sql(cluster, "SELECT name, hash, applied_by FROM toolrack.migrations")
    assert (name, len(text), by) == ("1_first", 64, "owner")
    assert rack.ask("migrate", name="1_first", sql=FIRST)["status"] == "already_applied"
    assert sql(cluster, "SELECT count(*) FROM first") == [(1,)]
    failure = rack.refused("migrate", name="1_first", sql="CREATE TABLE other ()")
    assert "with another text" in failure["message"]
    assert not exists(cluster, "other")
    assert rack.ask("migrate", name="2", sql="CREATE TABLE other ()")["status"] == "applied"


def test_a_dry_run_leaves_nothing(cluster, rack):
    answer = rack.ask("migrate", name="1", sql=FIRST, dry_run=True)
    assert answer["status"] == "would_apply"
    assert not exists(cluster, "first") and not exists(cluster, "toolrack.migrations")
    assert rack.ask("migrate", name="1", sql=FIRST)["status"] == "applied"


def test_one_statement_fails_and_none_stays(cluster, rack):
    failure = rack.refused(
        "migrate", name="1", sql="CREATE TABLE a ();\nCREATE TABLE b ();\nINSERT INTO nowhere "
                                 "VALUES (1);\nCREATE TABLE c ()")
    assert failure["message"].startswith("Statement 3: ") and failure["sqlstate"] == "42P01"
    assert (failure["line"], failure["column"]) == (3, 13)
    assert not exists(cluster, "a") and not exists(cluster, "toolrack.migrations")


@pytest.mark.parametrize("statement, word", [
    ("CREATE INDEX CONCURRENTLY ON a (b)", "CONCURRENTLY"), ("VACUUM a", "transaction"),
    ("COMMIT", "COMMIT"), ("BEGIN", "BEGIN"), ("SET ROLE x", "SET"),
    ("DO $$ BEGIN END $$", "DO"), ("COPY a FROM STDIN", "COPY"),
    ("CREATE ROLE x SUPERUSER", "ROLE"), ("ALTER SYSTEM SET fsync = off", "SYSTEM"),
    ("SELECT pg_read_file('/etc/hostname')", "pg_read_file"), ("CALL p()", "CALL"),
    ("SELECT set_config('role', 'x', false)", "set_config"),
])
def test_what_may_not_be_part_of_one(cluster, rack, statement, word):
    failure = rack.refused("migrate", name="1", sql=f"CREATE TABLE a (b int); {statement}")
    assert word in failure["message"]
    assert not exists(cluster, "a")


def test_the_same_migration_from_two_sides_runs_once(cluster, rack):
    answers = []

    def migrate():
        answers.append(rack.ask(
            "migrate", name="1", lock_timeout_ms=20_000,
            sql="CREATE TABLE once (n int); INSERT INTO once SELECT count(*) FROM "
                "generate_series(1, 1000000)"))

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["status"] for answer in answers) == ["already_applied"] * 3 + ["applied"]
    assert sql(cluster, "SELECT count(*) FROM once") == [(1,)]


def test_a_lock_is_waited_for_as_long_as_asked(cluster, rack):
    rack.ask("migrate", name="1", sql="CREATE TABLE a (b int)")
    with cluster.connect(database=DATABASE) as session:
        session.execute("BEGIN; LOCK TABLE a")
        failure = rack.refused(
            "migrate", name="2", sql="ALTER TABLE a ADD c int", lock_timeout_ms=50)
        session.execute("ROLLBACK")
    assert failure["sqlstate"] == "55P03"
    assert rack.ask("migrate", name="2", sql="ALTER TABLE a ADD c int")["status"] == "applied"


def test_settings_do_not_stay(cluster, rack):
    rack.ask("migrate", name="1", sql="CREATE TABLE a (b int)", lock_timeout_ms=12_345)
    assert rack.rows("SELECT current_setting('lock_timeout')") != [["12345ms"]]


def test_where_its_login_may_lock_by_no_function(cluster, rack, tmp_path_factory):
    cluster.sql("DROP ROLE IF EXISTS writer")
    sql(cluster, f"CREATE ROLE writer LOGIN; GRANT CREATE ON DATABASE {DATABASE} TO writer;"
                 "REVOKE EXECUTE ON FUNCTION set_config, pg_advisory_xact_lock(bigint) FROM PUBLIC")
    databases = {"main": {
        "url": cluster.url("writer", DATABASE), "mode": "readwrite", "writeLevel": "ddl"}}
    with PostgresRack(tmp_path_factory.mktemp("writer"), databases) as writing:
        for status in ("applied", "already_applied"):
            answer = writing.ask("migrate", name="1", sql="CREATE TABLE toolrack.a (b int)")
            assert answer["status"] == status
    sql(cluster, "DROP OWNED BY writer")
    cluster.sql("DROP ROLE writer")


def test_only_where_tables_may_be_changed(rack):
    annotations = rack.tools()["pg_migrate"]["annotations"]
    assert annotations["readOnlyHint"] is False and annotations["destructiveHint"] is True
