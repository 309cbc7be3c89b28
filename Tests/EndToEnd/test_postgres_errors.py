"""What is told where a statement fails."""

import pytest
from own_issuer import free_port
from postgres import DATABASE, LOOPBACK, PASSWORD, READER, Cluster, PostgresRack

MORE = """
CREATE SCHEMA sales;
CREATE TABLE sales.invoices (id integer, total numeric);
CREATE TABLE "Mixed" ("Name" text);
CREATE TABLE secrets (id integer);
CREATE SCHEMA hidden;
CREATE TABLE hidden.things (id integer);
GRANT USAGE ON SCHEMA sales TO reader;
GRANT SELECT ON sales.invoices, "Mixed" TO reader;
CREATE TABLE partly (shown integer, kept_back integer);
GRANT SELECT (shown) ON partly TO reader;
CREATE TABLE sales.secrets (id integer);
CREATE TABLE twice (id integer);
CREATE TABLE sales.twice (id integer);
CREATE TABLE half (id integer);
CREATE TABLE sales.half (id integer);
GRANT SELECT ON half TO reader;
CREATE ROLE poor;
CREATE VIEW through AS SELECT * FROM secrets;
ALTER VIEW through OWNER TO poor;
GRANT SELECT ON through TO reader;
CREATE SEQUENCE sales.numbers;
CREATE FUNCTION sales.closed(n integer) RETURNS integer STABLE LANGUAGE sql AS 'SELECT n';
REVOKE EXECUTE ON FUNCTION sales.closed FROM PUBLIC;
"""


@pytest.fixture(scope="module")
def cluster():
    with Cluster(hba=[f"all {READER} scram-sha-256", "all all trust"]) as cluster:
        cluster.load_shop()
        cluster.sql(MORE, database=DATABASE)
        yield cluster


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    settings = {"url": cluster.url(READER), "password": PASSWORD, "doctor": "off"}
    with PostgresRack(tmp_path_factory.mktemp("errors"), {"main": settings}) as rack:
        yield rack


def first(told):
    return told["text"].splitlines()[0]


def test_an_error_is_one_line_and_its_members(rack):
    told = rack.refused("query", sql="SELECT id,\n  nmae FROM customers")
    assert first(told) == ('column "nmae" does not exist (42703) at line 2, column 3; '
                           'did you mean customers.name?')
    assert {key: told[key] for key in told if key != "text"} == {
        "sqlstate": "42703", "message": 'column "nmae" does not exist', "position": 14,
        "line": 2, "column": 3, "suggestion": "customers.name", "retryable": False,
        "hint": 'Perhaps you meant to reference the column "customers.name".'}


@pytest.mark.parametrize(("sql", "line", "column"), [
    ("SELECT x", 1, 8), ("\n\n SELECT\tx", 3, 9), ("SELECT '€😀', x", 1, 14),
    ("SELECT 'e\u0301',\r\nx", 2, 1), ("/* é */ SELECT 1 +", 1, 19),
    ("SELECT 1 FROM customers WHERE id IN (SELECT nope FROM orders);", 1, 45),
    ("SELECT * FROM (SELECT 1) AS q WHERE", 1, 36),
])
def test_places_are_those_of_the_text(rack, sql, line, column):
    told = rack.refused("query", sql=sql)
    assert (told["line"], told["column"]) == (line, column)


@pytest.mark.parametrize(("sql", "sqlstate", "suggestion"), [
    ("SELECT * FROM custmers", "42P01", "customers"),
    ("SELECT * FROM invoices", "42P01", "sales.invoices"),
    ("SELECT * FROM sales.invoice", "42P01", "sales.invoices"),
    ("SELECT * FROM Mixed", "42P01", '"Mixed"'),
    ('SELECT "Name", c.nane FROM "Mixed" JOIN customers c ON true', "42703", "c.name"),
    ("SELECT Name FROM \"Mixed\"", "42703", None),
    ("SELECT lenght('a')", "42883", "length"),
    ("SELECT 1::integr", "42704", None),
    ("SELECT now()::timestampz", "42704", "timestamp or timestamptz"),
    ("SELECT slaes.f()", "3F000", "sales"),
    ("SELECT x.id FROM customers c WHERE x.id = 1", "42P01", None),
    ("SELECT customers.id FROM customers c", "42P01", "c"),
    ("SELECT * FROM zzzzzzzzzzzz", "42P01", None),
])
def test_did_you_mean(rack, sql, sqlstate, suggestion):
    told = rack.refused("query", sql=sql)
    assert told["sqlstate"] == sqlstate
    if suggestion is None:
        assert "customers" not in told.get("suggestion", "")
    else:
        assert told.get("suggestion") == suggestion
        assert f"did you mean {suggestion}?" in first(told)


def test_what_the_role_may_not_see_is_not_suggested(rack):
    told = rack.refused("query", sql="SELECT * FROM hidden_things")
    assert "hidden.things" not in told["text"]
    assert "suggestion" not in rack.refused("query", sql="SELECT * FROM thing")


def test_what_the_role_may_not_read_is_not_suggested(rack):
    """It may look into both schemas, but not read `secrets`; of `partly` it may read a column."""
    for sql in ("SELECT * FROM secret", "SELECT * FROM sales.secret"):
        assert "secrets" not in rack.refused("query", sql=sql)["text"]
    assert rack.refused("query", sql="SELECT shown FROM partli")["suggestion"] == "partly"
    told = rack.refused("query", sql="SELECT zzzzzz FROM partly")
    assert "partly has the columns shown." in told["text"]
    assert "kept_back" not in told["text"]


def test_columns_are_listed_where_none_is_near(rack):
    told = rack.refused("query", sql="SELECT qqqqqqqq FROM sales.invoices")
    assert "invoices has the columns id, total." in told["text"]


def test_signatures_are_listed_where_arguments_differ(rack):
    told = rack.refused("query", sql="SELECT round('2024-01-01'::date)")
    assert "round(numeric, integer)" in told["hint"]


@pytest.mark.parametrize(("sql", "grant"), [
    ("SELECT * FROM secrets", "GRANT SELECT ON public.secrets TO reader;"),
    ("SELECT * FROM sales.secrets", "GRANT SELECT ON sales.secrets TO reader;"),
    ('SELECT s.id FROM customers c JOIN "sales".twice s ON true',
     "GRANT SELECT ON sales.twice TO reader;"),
    ("SELECT * FROM half JOIN sales.half h USING (id)", "GRANT SELECT ON sales.half TO reader;"),
    ("SELECT * FROM partly", "GRANT SELECT ON public.partly TO reader;"),
    ("SELECT last_value FROM sales.numbers", "GRANT SELECT ON SEQUENCE sales.numbers TO reader;"),
    ("SELECT sales.closed(1)",
     "GRANT EXECUTE ON FUNCTION sales.closed(n integer) TO reader;"),
    ("SELECT * FROM hidden.things", "GRANT USAGE ON SCHEMA hidden TO reader;"),
])
def test_a_missing_privilege_names_the_role_and_the_grant(rack, sql, grant):
    told = rack.refused("query", sql=sql)
    assert told["sqlstate"] == "42501"
    assert "The role reader" in told["text"] and grant in told["text"]


@pytest.mark.parametrize(("sql", "table"), [
    ("SELECT * FROM through", "secrets"), ("SELECT * FROM twice, sales.twice", "twice"),
])
def test_a_grant_that_may_be_of_another_table_is_not_told(rack, sql, table):
    told = rack.refused("query", sql=sql)
    assert told["sqlstate"] == "42501" and "GRANT" not in told["text"]
    assert f"on the table {table}; an administrator can grant it." in told["text"]


def test_the_grants_are_right(cluster, rack):
    """Each is run as it is told, by whom another table of that name is nearer."""
    cluster.sql("ALTER ROLE postgres SET search_path = sales, public")
    try:
        for sql in ("SELECT * FROM secrets", "SELECT * FROM sales.half", "SELECT sales.closed(1)"):
            told = rack.refused("query", sql=sql)["text"]
            start = told.index("GRANT")
            grant = told[start:told.index(";", start)]
            cluster.sql(grant, database=DATABASE)
            rack.rows(sql)
            taken = grant.replace("GRANT", "REVOKE").replace(" TO ", " FROM ")
            cluster.sql(taken, database=DATABASE)
    finally:
        cluster.sql("ALTER ROLE postgres RESET search_path")


@pytest.mark.parametrize(("arguments", "sqlstate", "said"), [
    ({"sql": "SELECT $1::int, $2::int", "params": [1]}, "08P01",
     "The statement takes 2 parameters, and 1 came in params"),
    ({"sql": "SELECT $1::int"}, "08P01", "The statement takes 1 parameter, and 0 came in params"),
    ({"sql": "SELECT 1", "params": [1]}, "08P01",
     "The statement takes no parameters, and 1 came in params"),
    ({"sql": "SELECT $1::int + $2::int", "params": [1, "x"]}, "22P02",
     'Parameter $2: invalid input syntax for type integer: "x"'),
    ({"sql": "SELECT $1::date", "params": ["2024-13-01"]}, "22008", "Parameter $1: "),
    ({"sql": "SELECT $1::int2", "params": [70000]}, "22003", "Parameter $1: "),
    ({"sql": "SELECT 1 WHERE $1 IS NULL", "params": [1]}, "42P18", "$1::int"),
    ({"sql": "SELECT 'x'::int"}, "22P02", 'invalid input syntax for type integer: "x" (22P02)'),
    ({"sql": "SELECT 1 / 0"}, "22012", "division by zero (22012)"),
    ({"sql": "SELECT 1 FORM x"}, "42601", 'syntax error at or near "x" (42601) at line 1'),
    ({"sql": "WITH x AS (DELETE FROM orders RETURNING id) SELECT * FROM x"}, "0A000",
     "Only reading is possible here"),
    ({"sql": "SELECT * FROM orders FOR UPDATE"}, "25006", "Only reading is possible here"),
])
def test_what_to_do_next(rack, arguments, sqlstate, said):
    told = rack.refused("query", **arguments)
    assert told["sqlstate"] == sqlstate
    assert not told["retryable"]
    assert said in told["text"]


def test_details_and_hints_are_told(cluster, rack):
    cluster.sql("CREATE FUNCTION fails() RETURNS int STABLE LANGUAGE plpgsql AS $$ BEGIN RAISE "
                "'It\nfailed' USING DETAIL = 'Why', HINT = 'Do this', ERRCODE = 'XX123'; END $$",
                database=DATABASE)
    told = rack.refused("query", sql="SELECT fails()")
    assert first(told) == "It failed (XX123)"
    assert "Why. Hint: Do this." in told["text"]
    assert (told["detail"], told["hint"]) == ("Why", "Do this")


def test_a_place_in_the_text_of_a_function_is_not_one_of_the_caller(cluster, rack):
    cluster.sql("CREATE FUNCTION inner_error() RETURNS int STABLE LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN (SELECT nope FROM customers); END $$", database=DATABASE)
    told = rack.refused("query", sql="SELECT inner_error()")
    assert told["sqlstate"] == "42703"
    assert "line" not in told and "position" not in told


@pytest.mark.parametrize(("change", "said", "retryable"), [
    ({"password": "wrong-password-of-a-reader"}, "password authentication failed", False),
    ({"database": "nowhere"}, 'database "nowhere" does not exist', False),
    ({"port": None}, "refused", True),
])
def test_a_server_that_is_not_reached(cluster, tmp_path, change, said, retryable):
    settings = {"host": LOOPBACK, "port": cluster.port, "database": DATABASE, "user": READER,
                "password": PASSWORD, "doctor": "off", **change}
    settings["port"] = settings["port"] or free_port()
    with PostgresRack(tmp_path, {"main": settings}) as rack:
        told = rack.refused("query", sql="SELECT 1")
    assert said in told["text"]
    assert told["retryable"] is retryable
    assert settings["password"] not in str(told)
