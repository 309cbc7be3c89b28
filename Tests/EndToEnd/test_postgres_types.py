"""What pg_query makes of each type of PostgreSQL."""

import base64
import json

import pytest
from postgres import SUPERUSER, Cluster, PostgresRack

DATABASE = "types"
SCHEMA = """
CREATE SCHEMA shop;
CREATE TYPE shop.mood AS ENUM ('sad', 'ok', 'so "so"');
CREATE DOMAIN amount AS integer CHECK (VALUE >= 0);
CREATE DOMAIN small_amount AS amount;
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE span AS RANGE (subtype = float8);
CREATE TABLE things (id integer, mood shop.mood);
INSERT INTO things VALUES (1, 'ok'), (2, NULL);
"""


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.sql(f"CREATE DATABASE {DATABASE}")
        cluster.sql(SCHEMA, database=DATABASE)
        yield cluster


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    settings = {"url": cluster.url(SUPERUSER, DATABASE), "doctor": "off"}
    with PostgresRack(tmp_path_factory.mktemp("types"), {"main": settings}) as rack:
        yield rack


def value(rack, expression):
    [[cell]] = rack.rows(f"SELECT {expression}")
    return cell


@pytest.mark.parametrize(("expression", "expected"), [
    ("true", True), ("NULL::int", None),
    ("(-32768)::int2", -32768), ("2147483647", 2147483647), ("4294967295::oid", 4294967295),
    ("9007199254740991", 9007199254740991), ("9007199254740992", "9007199254740992"),
    ("(-9007199254740993)::int8", "-9007199254740993"),
    ("1.5::float4", 1.5), ("1e300::float8", 1e300), ("0.1::float8 + 0.2", 0.30000000000000004),
    ("'NaN'::float8", "NaN"), ("'-Infinity'::float4", "-Infinity"),
    ("12.50::numeric", 12.5), ("123456789012345.6", "123456789012345.6"),
    ("1e30::numeric", "1" + 30 * "0"),
    ("'NaN'::numeric", "NaN"), ("12.34::money", "$12.34"),
    ("'a'::\"char\"", "a"), ("'ab'::char(4)", "ab  "), ("E'a\\nb\"\\\\'", 'a\nb"\\'), ("''", ""),
    ("'\\x00ff10'::bytea", base64.b64encode(b"\0\xff\x10").decode()), ("''::bytea", ""),
    ("date '2024-02-29'", "2024-02-29"), ("date 'infinity'", "infinity"),
    ("date '0044-03-15 BC'", "0044-03-15 BC"), ("time '24:00'", "24:00:00"),
    ("timetz '12:00:00.5+05:30'", "12:00:00.5+05:30"), ("timetz '12:00+01'", "12:00:00+01:00"),
    ("timestamp '2024-01-31 12:34:56.789'", "2024-01-31T12:34:56.789"),
    ("timestamptz '2024-01-31 12:34:56+02'", "2024-01-31T10:34:56+00:00"),
    ("timestamptz '-infinity'", "-infinity"),
    ("timestamptz '0001-01-01 00:00:00+00 BC'", "0001-01-01 00:00:00+00 BC"),
    ("interval '1 year 2 mons 3 days 04:05:06.5'", "P1Y2M3DT4H5M6.5S"),
    ("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    ("inet '10.1.2.3/8'", "10.1.2.3/8"), ("cidr '10.0.0.0/8'", "10.0.0.0/8"),
    ("macaddr '08:00:2b:01:02:03'", "08:00:2b:01:02:03"), ("B'101'", "101"),
    ("point '(1,2)'", "(1,2)"), ("box '((0,0),(1,1))'", "(1,1),(0,0)"),
    ("int4range(1, 5)", "[1,5)"), ("'{[1,2),[5,7)}'::int4multirange", "{[1,2),[5,7)}"),
    ("'a & b'::tsquery", "'a' & 'b'"), ("xmlparse(content '<a/>')", "<a/>"),
    ("'1 2 3'::int2vector", [1, 2, 3]), ("'1 2'::oidvector", [1, 2]),
    ("'0/16B3748'::pg_lsn", "0/16B3748"), ("'pg_class'::regclass", "pg_class"),
    ("'so \"so\"'::shop.mood", 'so "so"'), ("5::amount", 5), ("5::small_amount", 5),
    ("(1, 'a b')::pair", '(1,"a b")'), ("ROW(1, NULL)", "(1,)"), ("'[1,2)'::span", "[1,2)"),
])
def test_a_scalar(rack, expression, expected):
    got = value(rack, expression)
    assert got == expected and type(got) is type(expected)


@pytest.mark.parametrize(("expression", "expected"), [
    ("'{}'::int[]", []), ("ARRAY[1, NULL, 3]", [1, None, 3]),
    ("ARRAY[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
    ("'[0:2]={1,2,3}'::int[]", [1, 2, 3]), ("'[-1:0][5:5]={{1},{2}}'::int[]", [[1], [2]]),
    ("ARRAY['a', 'b c', '', NULL, 'NULL', 'null', 'x,y', '{z}', '\"', '\\']",
     ["a", "b c", "", None, "NULL", "null", "x,y", "{z}", '"', "\\"]),
    ("ARRAY[true, false]", [True, False]), ("ARRAY[1.5, 'NaN']::float8[]", [1.5, "NaN"]),
    ("ARRAY[9007199254740993]", ["9007199254740993"]),
    ("ARRAY['\\x00ff'::bytea, '']", ["AP8=", ""]),
    ("ARRAY[timestamp '2024-01-31 12:00']", ["2024-01-31T12:00:00"]),
    ("ARRAY['{\"a\": [1]}'::jsonb, '\"x\"']", [{"a": [1]}, "x"]),
    ("ARRAY[box '((0,0),(1,1))', box '((2,2),(3,3))']", ["(1,1),(0,0)", "(3,3),(2,2)"]),
    ("ARRAY['ok', 'so \"so\"', NULL]::shop.mood[]", ["ok", 'so "so"', None]),
    ("ARRAY[5, 6]::small_amount[]", [5, 6]), ("ARRAY[(1, 'a b')::pair]", ['(1,"a b")']),
    ("ARRAY[ROW(1, 2)]", ["(1,2)"]), ("ARRAY['[1,2)'::span, 'empty']", ["[1,2)", "empty"]),
    ("(SELECT array_agg(t ORDER BY id) FROM things t)", ["(1,ok)", "(2,)"]),
    ("(SELECT array_agg(mood ORDER BY id) FROM things)", ["ok", None]),
    ("ARRAY['1 2'::int2vector]", [[1, 2]]),
])
def test_an_array(rack, expression, expected):
    assert value(rack, expression) == expected
    # What was learnt of a type counts for all that follow.
    assert value(rack, expression) == expected


@pytest.mark.parametrize(("expression", "expected"), [
    ("'{\"b\": 1.50, \"a\": [null, true]}'::json", {"b": 1.5, "a": [None, True]}),
    ("'{\"b\": 1, \"b\": 2}'::jsonb", {"b": 2}),
    ("'{\"b\": 1, \"b\": 2}'::json", '{"b": 1, "b": 2}'),
    ("E'\"\\\\ud800\"'::json", '"\\ud800"'),
    ("'[1,\n 2]'::json", [1, 2]), ("'null'::jsonb", None), ("'\"é\"'::jsonb", "é"),
    ("'12345678901234567890'::jsonb", 12345678901234567890),
    ("repeat('[', 101)::text || repeat(']', 101)", 101 * "[" + 101 * "]"),
    ("(repeat('[', 101) || repeat(']', 101))::jsonb", 101 * "[" + 101 * "]"),
    ("(repeat('[', 101) || repeat(']', 101))::json", 101 * "[" + 101 * "]"),
])
def test_json(rack, expression, expected):
    assert value(rack, expression) == expected


def test_json_as_deep_as_it_may_be(rack):
    deep = value(rack, "(repeat('[', 100) || repeat(']', 100))::jsonb")
    assert json.dumps(deep) == 100 * "[" + 100 * "]"


@pytest.mark.parametrize("text", ["[1E400]", "[-0, -0.0, 1e-400]", '{"\\u0061": "\\n"}'])
def test_json_numbers_and_escapes_stay_as_written(rack, text):
    result = rack.raw("query", {"sql": f"SELECT '{text}'::json"})
    assert f"[[{text}]]" in result["content"][0]["text"]


def test_each_type_has_its_own_name(rack, cluster):
    """The table of types that every server has agrees with this server."""
    names = [name for (name,) in cluster.sql(
        "SELECT typname FROM pg_type WHERE typtype IN ('b', 'r', 'm') AND oid < 10000"
        " AND typarray <> 0 ORDER BY oid")]
    columns = ", ".join(f'NULL::pg_catalog."{name}", NULL::pg_catalog."{name}"[]' for name in names)
    listed = [column["type"] for column in rack.ask("query", sql=f"SELECT {columns}")["columns"]]
    assert len(names) > 70
    assert listed == [
        written for name in names for written in (_written(name), _written(name) + "[]")]


def _written(name):
    return '"char"' if name == "char" else name


def test_other_types_have_the_name_that_is_written(rack):
    sql = "SELECT NULL::shop.mood, NULL::shop.mood[], NULL::amount, NULL::amount[], NULL::span"
    types = [column["type"] for column in rack.ask("query", sql=sql)["columns"]]
    assert types == ["shop.mood", "shop.mood[]", "int4", "amount[]", "span"]


def test_a_type_that_was_made_after_the_connection(rack, cluster):
    assert value(rack, "1") == 1
    cluster.sql("CREATE TYPE late AS ENUM ('a', 'b'); CREATE TABLE lates (l late[])",
                database=DATABASE)
    cluster.sql("INSERT INTO lates VALUES ('{a,b}'), (NULL), ('{{b},{a}}')", database=DATABASE)
    result = rack.ask("query", sql="SELECT l FROM lates")
    assert result["columns"] == [{"name": "l", "type": "late[]"}]
    assert result["rows"] == [[["a", "b"]], [None], [[["b"], ["a"]]]]


@pytest.mark.parametrize("form", ["hex", "escape"])
def test_both_formats_of_bytea(cluster, tmp_path, form):
    role = f"bytes_{form}"
    cluster.sql(f"CREATE ROLE {role} LOGIN; ALTER ROLE {role} SET bytea_output = {form}")
    settings = {"url": cluster.url(role, DATABASE), "doctor": "off"}
    with PostgresRack(tmp_path, {"main": settings}) as rack:
        assert value(rack, "'\\x5c00ff41'::bytea") == base64.b64encode(b"\\\0\xffA").decode()


def test_what_a_role_prefers_does_not_change_the_form(cluster, tmp_path):
    cluster.sql("CREATE ROLE odd LOGIN; ALTER ROLE odd SET datestyle = 'German, DMY';"
                "ALTER ROLE odd SET intervalstyle = 'sql_standard';"
                "ALTER ROLE odd SET timezone = 'Asia/Tokyo';"
                "ALTER ROLE odd SET extra_float_digits = -5")
    settings = {"url": cluster.url("odd", DATABASE), "doctor": "off"}
    with PostgresRack(tmp_path, {"main": settings}) as rack:
        assert value(rack, "timestamptz '2024-01-31 12:00+00'") == "2024-01-31T12:00:00+00:00"
        assert value(rack, "interval '1 day 2 hours'") == "P1DT2H"


def test_a_database_without_an_encoding(cluster, tmp_path):
    cluster.sql("CREATE DATABASE raw TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    settings = {"url": cluster.url(SUPERUSER, "raw"), "doctor": "off"}
    with PostgresRack(tmp_path, {"main": settings}) as rack:
        told = rack.refused("query", sql="SELECT E'a\\377b'")
        assert told["sqlstate"] == "22021"
        assert value(rack, "'é'") == "é"
        assert rack.ask("query", sql='SELECT 1 AS "é"')["columns"][0]["name"] == "é"
