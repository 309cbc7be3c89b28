"""pg_execute changes rows, as many as it may, and nothing else."""

import threading

import pytest
from postgres import Cluster, PostgresRack
from toolrack import eventually

DATABASE = "app"
MADE = """
CREATE TABLE items (id int PRIMARY KEY, name text, made timestamptz DEFAULT now());
CREATE TABLE parts (item int REFERENCES items ON DELETE CASCADE);
CREATE TABLE log (what text);
CREATE SEQUENCE numbers;
CREATE FUNCTION harm() RETURNS int LANGUAGE sql AS 'DELETE FROM log; SELECT 1';
GRANT ALL ON ALL TABLES IN SCHEMA public TO writer;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO writer;
"""


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        running.sql(f"CREATE DATABASE {DATABASE}")
        running.sql("CREATE ROLE writer LOGIN; CREATE ROLE reader LOGIN")
        running.sql(MADE, database=DATABASE)
        running.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", database=DATABASE)
        yield running


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    databases = {
        "reading": {"url": cluster.url("reader", DATABASE)},
        "writing": {"url": cluster.url("writer", DATABASE), "mode": "readwrite"},
    }
    with PostgresRack(tmp_path_factory.mktemp("execute"), databases) as running:
        yield running


@pytest.fixture(autouse=True)
def rows(cluster):
    cluster.sql("TRUNCATE items, parts, log; INSERT INTO items SELECT g, 'item ' || g FROM "
                "generate_series(1, 20) g; INSERT INTO log VALUES ('kept')", database=DATABASE)


def all_of(cluster, sql):
    return cluster.sql(sql, database=DATABASE)


def state(cluster):
    return all_of(cluster, "SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM log), "
                           "(SELECT sum(hashtext(i::text)) FROM items i)")


def test_each_verb(cluster, rack):
    answer = rack.ask("execute", sql="INSERT INTO items VALUES ($1, $2)", params=[100, "ünï"])
    assert answer == {"command": "INSERT", "affected": 1, "changed": 1, "committed": True}
    answer = rack.ask("execute", sql="UPDATE items SET name = $1 WHERE id <= $2;",
                      params=["x", 5])
    assert (answer["command"], answer["affected"]) == ("UPDATE", 5)
    answer = rack.ask("execute", sql="DELETE FROM items WHERE id = ANY ($1)", params=[[6, 7]])
    assert (answer["command"], answer["affected"]) == ("DELETE", 2)
    answer = rack.ask("execute", sql="MERGE INTO items i USING (VALUES (8), (500)) v (id) ON "
                                     "i.id = v.id WHEN MATCHED THEN DELETE "
                                     "WHEN NOT MATCHED THEN INSERT VALUES (v.id, 'new')")
    assert (answer["command"], answer["affected"]) == ("MERGE", 2)
    assert all_of(cluster, "SELECT name FROM items WHERE id IN (1, 100, 500) ORDER BY id") == [
        ("x",), ("ünï",), ("new",)]


def test_returning(rack):
    answer = rack.ask(
        "execute", sql="UPDATE items SET name = upper(name) WHERE id <= 2 RETURNING id, name")
    assert answer["rows"] == [[1, "ITEM 1"], [2, "ITEM 2"]]
    assert [column["name"] for column in answer["columns"]] == ["id", "name"]
    assert answer["affected"] == 2 and answer["committed"] is True


def test_more_rows_returned_than_shown_are_changed_all_the_same(cluster, rack):
    answer = rack.ask("execute", sql="INSERT INTO log SELECT g::text FROM "
                                     "generate_series(1, 900) g RETURNING what")
    assert answer["affected"] == 900 and answer["truncated"] is True
    assert answer["truncated_by"] == "rows" and len(answer["rows"]) == 100
    assert all_of(cluster, "SELECT count(*) FROM log") == [(901,)]


def test_dry_run_changes_nothing(cluster, rack):
    before = state(cluster)
    answer = rack.ask("execute", sql="DELETE FROM items WHERE id < 10 RETURNING id", dry_run=True)
    assert answer["affected"] == 9 and answer["committed"] is False
    assert len(answer["rows"]) == 9
    assert state(cluster) == before


def test_too_many_rows_are_rolled_back(cluster, rack):
    before = state(cluster)
    failure = rack.refused("execute", sql="UPDATE items SET name = 'x' WHERE id > 3",
                           max_affected=16)
    assert "17 rows" in failure["message"] and "rolled back" in failure["message"]
    assert state(cluster) == before
    failure = rack.refused("execute", sql="INSERT INTO log SELECT 'x' FROM "
                                          "generate_series(1, 1001)")
    assert "max_affected, 1000" in failure["message"]
    assert state(cluster) == before
    rack.ask("execute", sql="UPDATE items SET name = 'x' WHERE id > 3", max_affected=17)


def test_rows_behind_the_statement_count(cluster, rack):
    all_of(cluster, "INSERT INTO parts SELECT 1 FROM generate_series(1, 50)")
    before = state(cluster)
    failure = rack.refused("execute", sql="DELETE FROM items WHERE id = 1", max_affected=10)
    assert "51 rows" in failure["message"] and "50 of them" in failure["text"]
    hidden = "WITH gone AS (DELETE FROM items WHERE id > 0 RETURNING id) SELECT count(*) FROM gone"
    failure = rack.refused("execute", sql=hidden, max_affected=10)
    assert "rolled back" in failure["message"]
    assert state(cluster) == before
    answer = rack.ask("execute", sql=hidden)
    assert answer["rows"] == [[20]] and answer["changed"] == 70 and answer["affected"] == 0


@pytest.mark.parametrize("sql", [
    "DELETE FROM items", "UPDATE items SET name = 'x'",
    "UPDATE items SET name = (SELECT what FROM log WHERE true LIMIT 1)",
    "WITH gone AS (DELETE FROM items RETURNING id) SELECT * FROM gone WHERE true",
    "DELETE FROM items /* WHERE id = 1 */ -- WHERE id = 1",
    "UPDATE items SET name = 'WHERE' RETURNING \"name\"",
])
def test_where_is_required(cluster, rack, sql):
    before = state(cluster)
    assert "without WHERE" in rack.refused("execute", sql=sql)["message"]
    assert state(cluster) == before
    rack.ask("execute", sql=sql, require_where=False, dry_run=True)


@pytest.mark.parametrize("sql", [
    "COMMIT", "BEGIN; DELETE FROM log WHERE true", "DELETE FROM log WHERE true; COMMIT",
    "SET ROLE postgres", "RESET ALL", "COPY log TO STDOUT", "COPY log FROM '/etc/passwd'",
    "COPY log TO PROGRAM 'true'", "DO $$ BEGIN DELETE FROM log; END $$", "TRUNCATE log",
    "CREATE TABLE more ()", "DROP TABLE log", "ALTER TABLE log ADD x int", "GRANT ALL ON log TO "
    "reader", "VACUUM log", "LISTEN x", "NOTIFY x", "PREPARE p AS DELETE FROM log", "CALL p()",
    "EXPLAIN ANALYZE DELETE FROM log", "LOCK TABLE log", "SELECT harm()", "SELECT 1",
    "WITH x AS (SELECT 1) SELECT * FROM x", "", ";", "-- nothing",
    "/* */ TRUNCATE log", "SELECT * INTO more FROM log",
])
def test_what_is_no_change_of_rows_is_refused(cluster, rack, sql):
    before = state(cluster)
    assert rack.raw("execute", {"sql": sql})["isError"]
    assert state(cluster) == before
    assert all_of(cluster, "SELECT to_regclass('more') IS NULL") == [(True,)]


@pytest.mark.parametrize("call", [
    "harm()", "pg_read_file('/etc/hostname')", "set_config('role', 'postgres', false)",
    "dblink_exec('', '')", "pg_sleep(1)", "pg_advisory_lock(1)", "lo_import('/etc/passwd')",
    "pg_terminate_backend(1)", "\"set_config\"('a.b', 'c', true)",
])
def test_dangerous_functions_are_refused(cluster, rack, call):
    before = state(cluster)
    failure = rack.refused("execute", sql=f"INSERT INTO log SELECT {call}::text")
    name = call.split("(")[0].strip('"')
    assert name in failure["message"] + failure["text"]
    assert state(cluster) == before


def test_functions_that_new_rows_need(rack):
    sql = ("INSERT INTO items (id, name, made) VALUES (nextval('numbers') + 1000, "
           "gen_random_uuid()::text, clock_timestamp()), (lastval() + 2000, random()::text, now())")
    assert rack.ask("execute", sql=sql)["affected"] == 2


def test_failures_of_the_server(cluster, rack):
    before = state(cluster)
    failure = rack.refused("execute", sql="INSERT INTO items VALUES (1, 'twice')")
    assert failure["sqlstate"] == "23505" and "Key (id)=(1)" in failure["detail"]
    failure = rack.refused("execute", sql="UPDATE items\nSET nam = 'x' WHERE id = 1")
    assert (failure["sqlstate"], failure["line"], failure["column"]) == ("42703", 2, 5)
    assert state(cluster) == before


def test_a_lock_is_not_waited_for_long(cluster, rack):
    with cluster.connect(database=DATABASE) as session:
        session.execute("BEGIN; LOCK TABLE items")
        failure = rack.refused("execute", sql="DELETE FROM items WHERE id = 1")
        assert failure["sqlstate"] == "55P03"
        session.execute("ROLLBACK")
    assert rack.ask("execute", sql="DELETE FROM items WHERE id = 1")["affected"] == 1


def test_the_deadline_rolls_back(cluster, rack):
    before = state(cluster)
    sql = ("INSERT INTO log SELECT a.id::text FROM items a, generate_series(1, 100000000) g "
           "WHERE g < 0")
    failure = rack.refused("execute", sql=sql, timeout_ms=300)
    assert failure["sqlstate"] == "57014"
    assert state(cluster) == before


def test_a_connection_that_ends_is_not_tried_again(cluster, rack):
    """The statement waits for a lock, its connection is ended, and it is not run once more."""
    done = {}
    with cluster.connect(database=DATABASE) as session:
        session.execute("BEGIN; LOCK TABLE items")
        thread = threading.Thread(target=lambda: done.update(
            rack.refused("execute", sql="UPDATE items SET name = name || '!' WHERE id = 1")))
        thread.start()
        eventually(lambda: cluster.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'writer' "
            "AND wait_event_type = 'Lock'"))
        thread.join()
        session.execute("ROLLBACK")
    assert done["sqlstate"] in ("57P01", "08006")
    assert all_of(cluster, "SELECT name FROM items WHERE id = 1") == [("item 1",)]
    assert rack.ask("execute", sql="UPDATE items SET name = 'y' WHERE id = 1")["affected"] == 1


def test_a_connection_that_ends_during_commit_is_said_to_be_unknown(cluster, rack):
    """A deferred trigger holds COMMIT up; then the connection is ended."""
    all_of(cluster, """
        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
          'BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER held AFTER INSERT ON log DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION hold()""")
    done = {}
    try:
        with cluster.connect(database=DATABASE) as session:
            session.execute("SELECT pg_advisory_lock(77)")
            thread = threading.Thread(target=lambda: done.update(
                rack.refused("execute", sql="INSERT INTO log VALUES ('maybe')")))
            thread.start()
            eventually(lambda: cluster.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'writer' "
                "AND wait_event_type = 'Lock'"))
            thread.join()
    finally:
        all_of(cluster, "DROP TRIGGER held ON log; DROP FUNCTION hold()")
    assert "not known" in done["message"]
    assert done["retryable"] is False


def database_argument(tool):
    return tool["inputSchema"]["properties"].get("database")


def test_only_databases_that_may_be_written_to(cluster, rack):
    """Two are configured, so a call may name one; `writing` is the only one that it may name."""
    tools = rack.tools()
    assert "pg_migrate" not in tools
    assert tools["pg_execute"]["annotations"] == {
        "readOnlyHint": False, "destructiveHint": True, "idempotentHint": False,
        "openWorldHint": False}
    for name in ("pg_execute", "pg_cancel"):
        assert database_argument(tools[name]) == {
            "type": "string", "enum": ["writing"], "description": "Default: writing"}
    assert database_argument(tools["pg_query"])["enum"] == ["reading", "writing"]
    sql = "DELETE FROM items WHERE id = 1"
    assert rack.ask("execute", sql=sql, database="writing")["affected"] == 1
    before = state(cluster)
    told = rack.refused("execute", sql="DELETE FROM log WHERE true", database="reading")
    assert "database" in told["text"] and "writing" in told["text"]
    assert state(cluster) == before
    told = rack.refused("cancel", pid=2**31 - 1, database="writing")
    assert "No client of this database" in told["text"]


def test_each_writing_tool_takes_the_databases_that_it_may_change(cluster, tmp_path):
    writing = {"url": cluster.url("writer", DATABASE), "mode": "readwrite"}
    databases = {
        "reading": {"url": cluster.url("reader", DATABASE)}, "rows": writing,
        "tables": {**writing, "writeLevel": "ddl", "limits": {"affectedRows": 5}},
    }
    with PostgresRack(tmp_path, databases) as rack:
        tools = rack.tools()
        assert database_argument(tools["pg_execute"]) == {
            "type": "string", "enum": ["rows", "tables"], "description": "Default: rows"}
        assert database_argument(tools["pg_migrate"]) == {
            "type": "string", "enum": ["tables"], "description": "Default: tables"}
        # Each has its own: none is the default of all.
        assert "default" not in tools["pg_execute"]["inputSchema"]["properties"]["max_affected"]
        sql = "UPDATE items SET name = 'x' WHERE id <= 6"
        assert rack.ask("execute", sql=sql, dry_run=True)["affected"] == 6
        told = rack.refused("execute", sql=sql, dry_run=True, database="tables")
        assert "max_affected, 5" in told["message"]
        told = rack.refused("migrate", name="one", sql="SELECT 1", database="tables")
        assert told["message"] == "permission denied for database app"


def test_a_single_database_is_not_named(cluster, tmp_path):
    databases = {"main": {"url": cluster.url("writer", DATABASE), "mode": "readwrite"}}
    with PostgresRack(tmp_path, databases) as rack:
        execute = rack.tools()["pg_execute"]
        assert database_argument(execute) is None
        assert execute["inputSchema"]["properties"]["max_affected"]["default"] == 1000


def test_no_tool_where_nothing_may_be_written(cluster, tmp_path):
    databases = {"main": {"url": cluster.url("reader", DATABASE)}}
    with PostgresRack(tmp_path, databases, toolsets=["dba"]) as rack:
        assert {"pg_execute", "pg_migrate", "pg_cancel"} & set(rack.tools()) == set()
