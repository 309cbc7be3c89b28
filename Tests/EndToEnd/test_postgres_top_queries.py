"""pg_top_queries tells which statements cost most, or what is missing to know it."""

import pytest
from postgres import Cluster, PostgresRack

DATABASE = "app"
EXTENSION = "CREATE EXTENSION pg_stat_statements"
SLOW = "SELECT count(*) FROM generate_series($1, $2)"
OFTEN = "SELECT $1::int"


@pytest.fixture(scope="module")
def cluster():
    with Cluster(shared_preload_libraries="pg_stat_statements", track_io_timing="on") as running:
        for database in (DATABASE, "bare"):
            running.sql(f"CREATE DATABASE {database}")
        running.sql("CREATE ROLE keeper LOGIN; GRANT pg_monitor TO keeper;"
                    "CREATE ROLE stranger LOGIN")
        running.sql('CREATE SCHEMA "Odd Schema"; GRANT USAGE ON SCHEMA "Odd Schema" TO PUBLIC',
                    database=DATABASE)
        running.sql(f'{EXTENSION} SCHEMA "Odd Schema"', database=DATABASE)
        with running.connect(database=DATABASE) as session:
            session.execute("SELECT count(*) FROM generate_series(1, 300000)")
            for number in range(20):
                session.execute(f"SELECT {number}::int")
            session.execute("CREATE TABLE t AS SELECT g, repeat('x', 100) FROM "
                            "generate_series(1, 20000) g")
            session.execute("SET work_mem = '64kB'")
            session.execute("SELECT * FROM t ORDER BY 2, 1 OFFSET 19999")
        yield running


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    databases = {
        name: {"url": cluster.url(user, database)}
        for name, user, database in (
            ("keeper", "keeper", DATABASE), ("stranger", "stranger", DATABASE),
            ("bare", "keeper", "bare"))
    }
    with PostgresRack(tmp_path_factory.mktemp("top"), databases, toolsets=["dba"]) as running:
        yield running


def texts(answer):
    return [query["query"] for query in answer["queries"]]


def test_the_most_time_comes_first(rack):
    answer = rack.ask("top_queries", database="keeper", limit=50)
    totals = [query["total_ms"] for query in answer["queries"]]
    assert totals == sorted(totals, reverse=True) and len(totals) > 2
    [slow] = [query for query in answer["queries"] if query["query"] == SLOW]
    assert slow["calls"] == 1 and slow["rows"] == 1 and slow["user"] == "postgres"
    assert slow["total_ms"] > 0 and 0 < slow["share_of_time"] <= 1
    assert isinstance(slow["query_id"], str)
    assert answer["since"]


def test_sorts(rack):
    assert texts(rack.ask("top_queries", database="keeper", sort="calls"))[0] == OFTEN
    assert "ORDER BY" in texts(rack.ask("top_queries", database="keeper", sort="temp"))[0]
    assert "CREATE TABLE" in texts(rack.ask("top_queries", database="keeper", sort="wal"))[0]
    for sort in ("mean", "io"):
        assert rack.ask("top_queries", database="keeper", sort=sort)["queries"]


def test_bounds(rack):
    assert len(rack.ask("top_queries", database="keeper", limit=1)["queries"]) == 1
    answer = rack.ask("top_queries", database="keeper", min_calls=20)
    assert texts(answer) == [OFTEN]


def test_other_roles_statements_stay_hidden(rack):
    queries = rack.ask("top_queries", database="stranger")["queries"]
    assert {query["query"] for query in queries if query["user"] == "postgres"} == {
        "<insufficient privilege>"}


def test_the_extension_is_missing(rack):
    failure = rack.refused("top_queries", database="bare")
    assert "pg_stat_statements is not in this database" in failure["message"]
    assert "CREATE EXTENSION pg_stat_statements" in failure["text"]


def test_the_library_is_not_loaded(tmp_path):
    with Cluster() as cluster:
        cluster.sql(f"{EXTENSION}; CREATE ROLE keeper LOGIN; GRANT pg_monitor TO keeper")
        databases = {"main": {"url": cluster.url("keeper", "postgres")}}
        with PostgresRack(tmp_path, databases, toolsets=["dba"]) as rack:
            failure = rack.refused("top_queries")
            assert "not loaded" in failure["message"]
            assert "shared_preload_libraries" in failure["text"]
