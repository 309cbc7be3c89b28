"""pg_query: what it takes and what it gives."""

import base64
import json

import pytest
from postgres import DATABASE, PASSWORD, READER, Cluster, PostgresRack

LIMITS = {"maximumRows": 5_000, "resultBytes": 65_536, "cellBytes": 1_000,
          "timeoutMilliseconds": 20_000}


@pytest.fixture(scope="module")
def cluster():
    with Cluster(hba=[f"all {READER} scram-sha-256", "all all trust"]) as cluster:
        cluster.load_shop()
        yield cluster


def settings(cluster, **more):
    return {"url": cluster.url(READER), "password": PASSWORD, "doctor": "off",
            "limits": LIMITS, **more}


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    with PostgresRack(tmp_path_factory.mktemp("query"), {"main": settings(cluster)}) as rack:
        yield rack


def test_a_result(rack):
    result = rack.ask("query", sql="SELECT id, name FROM customers WHERE id = 1")
    elapsed = result.pop("elapsed_ms")
    assert 0 <= elapsed < 20_000
    [row] = result["rows"]
    assert result == {
        "columns": [{"name": "id", "type": "int4"}, {"name": "name", "type": "text"}],
        "rows": [row], "row_count": 1, "truncated": False, "read_from": "primary"}
    assert row[0] == 1


def test_the_text_is_the_structured_content(rack):
    result = rack.raw("query", {"sql": "SELECT 'a\n\"b\"' AS t, ARRAY[1, 2]"})
    [part] = result["content"]
    assert json.loads(part["text"]) == result["structuredContent"]
    assert part["text"].startswith('{"columns":[{"name":"t","type":"text"}')


def test_the_tool_is_small_and_read_only(rack):
    tool = rack.tools()["pg_query"]
    assert len(json.dumps(tool, separators=(",", ":"))) <= 1_300
    assert tool["annotations"] == {"readOnlyHint": True, "destructiveHint": False,
                                   "idempotentHint": True, "openWorldHint": False}
    assert set(tool["inputSchema"]["properties"]) == {"sql", "params", "max_rows", "timeout_ms"}
    assert tool["inputSchema"]["required"] == ["sql"]
    assert tool["inputSchema"]["properties"]["max_rows"]["default"] == 100


def test_the_default_of_max_rows_is_that_of_the_settings(postgres_rack, cluster):
    few = settings(cluster, limits={"rows": 7})
    rack = postgres_rack(databases={"main": few})
    assert rack.tools()["pg_query"]["inputSchema"]["properties"]["max_rows"]["default"] == 7
    assert rack.ask("query", sql="TABLE pg_class")["row_count"] == 7
    rack = postgres_rack(databases={"main": few, "other": settings(cluster)})
    assert "default" not in rack.tools()["pg_query"]["inputSchema"]["properties"]["max_rows"]


def test_a_database_is_chosen_where_there_are_several(cluster, tmp_path):
    cluster.sql("CREATE DATABASE second")
    second = settings(cluster, url=cluster.url(READER, "second"))
    both = {"main": settings(cluster), "other": second}
    with PostgresRack(tmp_path, both) as rack:
        listed = rack.tools()["pg_query"]["inputSchema"]["properties"]["database"]
        assert listed["enum"] == ["main", "other"]
        assert rack.rows("SELECT current_database()") == [[DATABASE]]
        assert rack.rows("SELECT current_database()", database="other") == [["second"]]


@pytest.mark.parametrize(("sql", "params", "expected"), [
    ("SELECT $1::int + $2", [1, 2], 3), ("SELECT $1::text", ["a'b\"\\"], "a'b\"\\"),
    ("SELECT $1::int", ["7"], 7), ("SELECT $1::numeric", [1.5], 1.5),
    ("SELECT $1::bool", [False], False), ("SELECT $1::int", [None], None),
    ("SELECT $1::int[]", [[1, None, 3]], [1, None, 3]),
    ("SELECT $1::text[]", [["a,b", '"', "\\", None, "NULL", ""]],
     ["a,b", '"', "\\", None, "NULL", ""]),
    ("SELECT $1::int[]", [[[1, 2], [3, 4]]], [[1, 2], [3, 4]]),
    ("SELECT $1::jsonb", [{"a": [1, "x"]}], {"a": [1, "x"]}),
    ("SELECT $1::jsonb->>'a'", [{"a": "é"}], "é"), ("SELECT $1::jsonb", ["[1]"], [1]),
    ("SELECT $1::date", ["2024-02-29"], "2024-02-29"),
    ("SELECT count(*) FROM customers WHERE id = ANY ($1)", [[1, 2, 3]], 3),
    ("SELECT name FROM products WHERE id = $1 AND price > $2 LIMIT 1", [10**6, 0], None),
])
def test_parameters(rack, sql, params, expected):
    rows = rack.rows(sql, params=params)
    assert (rows[0][0] if rows else None) == expected


@pytest.mark.parametrize(("sql", "rows"), [
    ("SELECT 1;", [[1]]), ("  SELECT 1 -- one", [[1]]), ("/* a /* b */ */ SELECT 1", [[1]]),
    ("VALUES (1), (2)", [[1], [2]]), ("TABLE pg_am LIMIT 0", []), ("(SELECT 1)", [[1]]),
    ("WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 3)"
     " SELECT n FROM t", [[1], [2], [3]]),
    ("SELECT 1 AS a, 2 AS a", [[1, 2]]), ("SELECT", [[]]),
    ("SELECT generate_series(1, 2)", [[1], [2]]),
    ("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY n) FROM generate_series(1, 3) n", [[2]]),
])
def test_what_is_read(rack, sql, rows):
    assert rack.rows(sql) == rows


def test_rows_are_limited(rack):
    def ask(**arguments):
        return rack.ask("query", sql="SELECT n FROM generate_series(1, 3000) n", **arguments)

    default = ask()
    assert (default["row_count"], default["truncated_by"]) == (100, "rows")
    assert default["rows"] == [[n] for n in range(1, 101)]
    whole = ask(max_rows=3000)
    assert (whole["row_count"], whole["truncated"]) == (3000, False)
    assert "truncated_by" not in whole
    almost = ask(max_rows=2999)
    assert (almost["row_count"], almost["truncated_by"]) == (2999, "rows")


def test_a_limit_of_the_statement_counts_as_well(rack):
    result = rack.ask("query", sql="SELECT n FROM generate_series(1, 3000) n LIMIT 5", max_rows=10)
    assert (result["row_count"], result["truncated"]) == (5, False)


def test_bytes_are_limited(rack):
    result = rack.ask("query", max_rows=5000,
                      sql="SELECT n, repeat('x', 500) FROM generate_series(1, 5000) n")
    assert (result["truncated"], result["truncated_by"]) == (True, "bytes")
    assert result["row_count"] == len(result["rows"]) > 100
    assert 60_000 < len(json.dumps(result["rows"], separators=(",", ":"))) <= 65_536
    # The statement has been stopped, and the connection is as good as before.
    assert rack.rows("SELECT 1") == [[1]]


def test_a_row_that_does_not_fit_alone(rack):
    columns = ", ".join("repeat('x', 900)" for _ in range(100))
    result = rack.ask("query", sql=f"SELECT {columns}")
    assert (result["rows"], result["truncated_by"]) == ([], "bytes")


def test_cells_are_limited(rack):
    result = rack.ask("query", sql="SELECT 1 AS id, repeat('é', 700) AS t, repeat('x', 1000) AS u,"
                                   " decode(repeat('00', 1500), 'hex') AS b")
    [[_, text, whole, binary]] = result["rows"]
    assert text == "é" * 500 and whole == "x" * 1000
    assert base64.b64decode(binary) == bytes(1000)
    assert result["truncated_by"] == "cell"
    assert result["cut_cells"] == [{"row": 0, "column": "t", "bytes": 1400},
                                   {"row": 0, "column": "b", "bytes": 1500}]


@pytest.mark.parametrize(("arguments", "said"), [
    ({"max_rows": 5_001}, "max_rows must be a number from 1 to 5000."),
    ({"timeout_ms": 20_001}, "timeout_ms must be a number from 1 to 20000."),
    ({"params": ["a\0b"]}, "Parameter $1 holds a zero byte"),
    ({"sql": "SELECT 1" + " " * 300_000}, "at most 262144 are taken"),
    ({"sql": "SELECT '\0'"}, "The statement holds a zero byte."),
])
def test_arguments_that_do_not_fit(rack, arguments, said):
    assert said in rack.refused("query", **{"sql": "SELECT 1", **arguments})["text"]


@pytest.mark.parametrize("arguments", [
    {}, {"sql": 1}, {"sql": "SELECT 1", "max_rows": 0}, {"sql": "SELECT 1", "max_rows": "x"},
    {"sql": "SELECT 1", "params": {}}, {"sql": "SELECT 1", "rows": 1},
    {"sql": "SELECT 1", "database": "other"},
])
def test_arguments_of_another_kind(rack, arguments):
    [part] = rack.raw("query", arguments)["content"]
    assert part["text"].startswith("The arguments do not fit the tool's input schema")


@pytest.mark.parametrize("sql", ["", " ", ";", "-- nothing", "SELECT 1; SELECT 2"])
def test_no_statement_and_two(rack, sql):
    assert rack.refused("query", sql=sql)["text"]
    assert rack.rows("SELECT 1") == [[1]]


def test_a_time_limit(rack):
    told = rack.refused("query", timeout_ms=300, sql="SELECT count(*) FROM generate_series(1,"
                                                     " 1000000000) a")
    assert told["sqlstate"] == "57014"
    assert not told["retryable"]
    assert "timeout_ms" in told["text"]
    assert rack.rows("SELECT 1") == [[1]]


def test_notices(cluster, rack):
    cluster.sql("CREATE FUNCTION chatty() RETURNS int STABLE LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE WARNING 'mind %', 1 USING HINT = 'Look.'; RETURN 1; END $$",
                database=DATABASE)
    result = rack.ask("query", sql="SELECT chatty()")
    assert result["notices"] == [{"severity": "WARNING", "message": "mind 1", "hint": "Look."}]


def test_many_columns(rack):
    columns = ", ".join(f"{n} AS c{n}" for n in range(1_600))
    assert rack.rows(f"SELECT {columns}") == [list(range(1_600))]


def test_names_of_columns_are_any_text(rack):
    result = rack.ask("query", sql='SELECT 1 AS "a""b\n€", 2')
    assert [column["name"] for column in result["columns"]] == ['a"b\n€', "?column?"]
