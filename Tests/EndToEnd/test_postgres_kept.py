"""What a connection keeps from call to call, and what it must not."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from postgres import DATABASE, READER, Cluster, PostgresRack
from postgres_proxy import FaultyWay

OWNER = "shop_owner"
SWALLOWED_SECONDS = 60
# More than may have a cancel request under way at a time.
CALLERS = 20


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.load_shop()
        cluster.sql(f"CREATE ROLE {OWNER} LOGIN", database=DATABASE)
        cluster.sql(f"ALTER DATABASE {DATABASE} OWNER TO {OWNER}", database=DATABASE)
        yield cluster


@pytest.fixture
def table(cluster):
    cluster.sql("CREATE TABLE kept (id integer, word text); INSERT INTO kept VALUES (1, 'a'); "
                f"GRANT SELECT ON kept TO {READER}; ALTER TABLE kept OWNER TO {OWNER}",
                database=DATABASE)
    yield
    cluster.sql("DROP TABLE kept", database=DATABASE)


class OneWay(FaultyWay):
    """Swallows new connections while `holds`: a cancel request does not get through."""

    holds = False

    def _serve(self, client):
        if self.holds:
            time.sleep(SWALLOWED_SECONDS)
            client.close()
        else:
            super()._serve(client)


def test_a_result_that_is_enough_needs_no_cancel_request_that_gets_through(cluster, tmp_path):
    """The bytes of the result are limited; the statement would go on for half a minute."""
    with OneWay(cluster.port) as way:
        url = cluster.url(READER, port=way.port)
        allowed = {"allowFunctions": ["pg_sleep"], "doctor": "off"}
        with PostgresRack(tmp_path, {"main": {"url": url, **allowed}}) as running:
            assert running.rows("SELECT 1") == [[1]]
            way.holds = True
            told = running.ask(
                "query", max_rows=1_000,
                sql="SELECT repeat('x', 60000), pg_sleep(0.03)::text FROM generate_series(1, 900)")
            way.holds = False
            assert told["truncated_by"] == "bytes" and len(told["rows"]) > 5
            assert running.rows("SELECT 1") == [[1]]


def test_cancel_requests_that_hang_are_those_of_their_database_alone(cluster, tmp_path):
    """A result that was cut ends with a cancel request, and its session stays; where none can be
    sent the connection is closed instead."""
    allowed = {"allowFunctions": ["pg_sleep"], "doctor": "off"}
    cut = {"sql": "SELECT repeat('x', 60000), pg_sleep(0.003)::text FROM generate_series(1, 900)",
           "max_rows": 1_000, "database": "well"}
    with OneWay(cluster.port) as way:
        sick = {"url": cluster.url(READER, port=way.port), "connections": CALLERS, **allowed}
        well = {"url": cluster.url(READER), "connections": 1, **allowed}
        with PostgresRack(tmp_path, {"sick": sick, "well": well}) as running:
            def late(milliseconds):
                return running.refused("query", sql="SELECT pg_sleep(2)::text", database="sick",
                                       timeout_ms=milliseconds)

            def session():
                return running.rows("SELECT pg_backend_pid()", database="well")

            with ThreadPoolExecutor(CALLERS) as callers:
                list(callers.map(late, [500] * CALLERS))
                way.holds = True
                assert all(told["sqlstate"] == "57014"
                           for told in callers.map(late, [600] * CALLERS))
            before = session()
            assert running.ask("query", **cut)["truncated_by"] == "bytes"
            assert session() == before
            way.holds = False


def test_a_kept_statement_goes_with_the_types_of_its_table(cluster, table, tmp_path):
    settings = {"url": cluster.url(READER), "connections": 1, "doctor": "off"}
    sql = "SELECT word FROM kept WHERE id = $1"
    with PostgresRack(tmp_path, {"main": settings}) as running:
        for _ in range(4):
            assert running.rows(sql, params=[1]) == [["a"]]
        cluster.sql("ALTER TABLE kept ALTER id TYPE text", database=DATABASE)
        for _ in range(4):
            assert running.rows(sql, params=["1"]) == [["a"]]


@pytest.mark.parametrize("sql", [
    "CREATE TEMP TABLE kept (id integer, word text)",
    "CREATE LOCAL TEMPORARY TABLE kept (id integer, word text)",
    "SELECT 1 AS id, 'x' AS word INTO TEMP kept",
])
def test_a_migration_hides_no_table_from_the_next_caller(cluster, table, tmp_path, sql):
    settings = {"url": cluster.url(OWNER), "connections": 1, "doctor": "off",
                "mode": "readwrite", "writeLevel": "ddl"}
    with PostgresRack(tmp_path, {"main": settings}) as running:
        running.raw("migrate", {"name": "temporary", "sql": sql})
        told = running.ask("execute", sql="UPDATE kept SET word = 'b' WHERE id = 1")
        assert told["affected"] == 1
    assert cluster.sql("SELECT word FROM kept", database=DATABASE) == [("b",)]
