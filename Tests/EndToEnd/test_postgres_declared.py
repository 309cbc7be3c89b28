"""Declared tools: what is listed of them, what they take, what they give."""

import asyncio

import mcp
import pytest
from postgres import Cluster
from postgres_declared import LOOKUP, DeclaredRack, Folder, prepare, tool

ALL = "SELECT id, tenant, name, balance, tags, data, opened, mood FROM accounts ORDER BY id"
TOOLS = [
    LOOKUP,
    tool("everything", ALL),
    tool("two", ALL, max_rows=2),
    tool("count", "SELECT count(*) FROM accounts WHERE tenant = :tenant", result="value",
         parameters={"tenant": {"enum": ["red", "blue"]}}),
    tool("nothing", "SELECT id FROM accounts WHERE false", result="value"),
    tool("limited", "SELECT name FROM accounts ORDER BY id LIMIT :n",
         parameters={"n": {"minimum": 1, "maximum": 2, "default": 2}}),
    tool("by_name", "SELECT id FROM accounts WHERE name ~ :start AND tags @> :tags",
         parameters={"start": {"pattern": "^[A-Z]"}, "tags": {"default": []}}),
    tool("numbered", "SELECT $2 || $1 AS text", result="value",
         parameters={"a": {"type": "string"}, "b": {"type": "string"}}),
    tool("moody", "SELECT name FROM accounts WHERE mood = :mood", parameters={"mood": {}}),
    tool("echo", "SELECT :n::numeric AS n, :j::jsonb AS j, :a::text[] AS a, :d::date AS d,"
         " :b::boolean AS b, :i::int[] AS i, :u::uuid AS u", result="row",
         parameters={**{name: {"required": False} for name in "njdbu"},
                     "a": {"required": False, "items": {"type": ["string", "null"]}},
                     "i": {"required": False, "items": {}}}),
    tool("large", "SELECT repeat('x', 2000) AS x FROM generate_series(1, 3)"),
    tool("random_of", "SELECT setseed(0.5)::text IS NULL AS x", result="value",
         allow_functions=["setseed"]),
]
BROKEN = [
    tool("missing_table", ["SELECT id", "FROM acounts"]),
    tool("writing", "DELETE FROM accounts"),
    tool("two_statements", "SELECT 1; SELECT 2"),
    tool("guarded", "SELECT pg_sleep(1)"),
    tool("twice", "SELECT 1 AS a, 2 AS a"),
    tool("values", "SELECT 1, 2", result="value"),
    tool("no_array", "SELECT :a::int", parameters={"a": {"type": "array"}}),
    tool("query", "SELECT 1"),
    tool("account", "SELECT 1"),
    tool("elsewhere", "SELECT 1", database="other"),
    tool("writes", "SELECT 1", mode="write"),
    tool("too_many", "SELECT 1", max_rows=100_000),
    tool("roled", "SELECT 1", role="nobody_such"),
]


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        prepare(cluster)
        yield cluster


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    path = tmp_path_factory.mktemp("declared")
    folder = Folder(path / "tools.d")
    folder.write("a.json", *TOOLS)
    folder.write("b.json", *BROKEN)
    folder.text("c.json", '{"name": "later",\n  "oops": tru}')
    with DeclaredRack(path, cluster, database={"limits": {"cellBytes": 1000}}) as rack:
        yield rack
        rack.assert_running()


def listed(rack, name) -> dict:
    return rack.tools()[f"pg_{name}"]


def test_what_is_wrong_keeps_out_only_itself(rack):
    names = set(rack.tools())
    assert names >= {f"pg_{one['name']}" for one in TOOLS}
    assert not names & {f"pg_{one['name']}" for one in BROKEN[:7] + BROKEN[9:]}
    assert "pg_later" not in names


@pytest.mark.parametrize(
    "words",
    [
        ("b.json:1:", '"missing_table"', 'relation "acounts" does not exist', "42P01"),
        ("b.json:1:", '"writing"'),
        ("b.json:1:", '"two_statements"'),
        ("b.json:1:", '"guarded"', "pg_sleep"),
        ("b.json:1:", '"twice"', 'two columns are called "a"'),
        ("b.json:1:", '"values"', "takes one column, but the statement gives 2"),
        ("b.json:1:", '"no_array"', 'says "type": "array", but its PostgreSQL type is int4'),
        ("b.json:1:", '"query"', "the plugin has already"),
        ("b.json:1:", '"account"', "a tool of that name already, in a.json:1"),
        ("b.json:1:", '"elsewhere"', 'no database "other"; there are main'),
        ("b.json:1:", '"writes"', "readwrite"),
        ("b.json:1:", '"too_many"', "limits.maximumRows"),
        ("b.json:1:", '"roled"', '"nobody_such" does not exist'),
        ("c.json:2:", "c.json"),
    ],
    ids=lambda words: words[1].strip('"'),
)
def test_what_is_wrong_is_said_with_its_place(rack, words):
    assert len(rack.said(*words)) == 1, rack.errors


def test_a_servers_error_has_its_place_in_the_file(rack):
    text = (rack.folder.path / "b.json").read_text()
    column = text.index("acounts") + 1
    assert rack.said(f'b.json:1:{column}: tool "missing_table"')


def test_connections_tells_what_is_wrong(rack):
    problems = rack.ask("connections")["declared_tools"]
    text = (rack.folder.path / "b.json").read_text()
    [missing] = [one for one in problems if one.get("tool") == "missing_table"]
    assert (missing["file"], missing["line"], missing["listed"]) == ("b.json", 1, False)
    assert missing["column"] == text.index("acounts") + 1
    assert "42P01" in missing["problem"]
    assert len(problems) == len(BROKEN) + 1


def test_schemas_come_from_the_database(rack):
    account = listed(rack, "account")
    assert account["inputSchema"] == {
        "type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"],
        "additionalProperties": False,
    }
    row = account["outputSchema"]["properties"]["row"]
    assert row["properties"] == {
        "id": {"type": ["integer", "string", "null"]}, "name": {"type": ["string", "null"]},
    }
    assert listed(rack, "moody")["inputSchema"]["properties"]["mood"] == {
        "type": "string", "enum": ["sad", "ok", "happy"],
    }
    assert account["annotations"] == {
        "readOnlyHint": True, "destructiveHint": False, "idempotentHint": True,
        "openWorldHint": False,
    }


def test_results_have_their_form(rack):
    assert rack.ask("account", id=1) == {"row": {"id": 1, "name": "Ada"}}
    assert rack.ask("account", id=99) == {"row": None}
    assert rack.ask("count", tenant="red") == {"value": 2}
    assert rack.ask("nothing") == {"value": None}
    two = rack.ask("two")
    assert [row["id"] for row in two["rows"]] == [1, 2]
    assert (two["row_count"], two["truncated"], two["truncated_by"]) == (2, True, "rows")


def test_values_are_those_of_query(rack):
    rows = rack.ask("everything")["rows"]
    query = rack.ask("query", sql=ALL)
    names = [column["name"] for column in query["columns"]]
    assert [list(row.values()) for row in rows] == query["rows"]
    assert list(rows[0]) == names
    assert rows[0]["balance"] == 10.5 and rows[0]["data"] == {"k": [1]}
    assert rows[1]["balance"] == "12345678901234567890.12"
    assert rows[2]["balance"] == "NaN" and rows[2]["tags"] == [None, "x,y"]


def test_cells_that_are_cut_are_told(rack):
    large = rack.ask("large")
    assert large["truncated_by"] == "cell"
    assert [len(row["x"]) for row in large["rows"]] == [1000] * 3


def test_defaults(rack):
    assert [row["name"] for row in rack.ask("limited")["rows"]] == ["Ada", "Bob"]
    assert [row["name"] for row in rack.ask("limited", n=1)["rows"]] == ["Ada"]
    assert rack.ask("by_name", start="A")["rows"] == [{"id": 1}]
    assert rack.ask("by_name", start="A", tags=["a"])["rows"] == [{"id": 1}]
    assert rack.ask("by_name", start="A", tags=["z"])["rows"] == []


def test_numbered_parameters(rack):
    assert rack.ask("numbered", a="1", b="2") == {"value": "21"}


def test_arguments_become_what_the_statement_takes(rack):
    given = {
        "n": 12345678901, "j": {"a": [None, 1.5, "é"]}, "a": ["x", 'y"\\', None, "", "NULL"],
        "d": "2024-02-29", "b": True, "i": [1, 2, None],
        "u": "00000000-0000-0000-0000-000000000001",
    }
    assert rack.ask("echo", **given) == {"row": given}
    assert rack.ask("echo") == {"row": dict.fromkeys("njadbiu")}
    assert rack.ask("echo", i=[[1, 2], [3, 4]])["row"]["i"] == [[1, 2], [3, 4]]
    assert rack.ask("echo", j="text")["row"]["j"] == "text"


@pytest.mark.parametrize(
    ("name", "arguments", "word"),
    [
        ("count", {"tenant": "green"}, "tenant"),
        ("count", {}, "tenant"),
        ("by_name", {"start": "A", "tags": [1]}, "/tags/0"),
        ("limited", {"n": 3}, "at most 2"),
        ("limited", {"n": 0}, "at least 1"),
        ("limited", {"n": "1"}, "integer"),
        ("by_name", {"start": "a"}, "pattern"),
        ("account", {"id": 1, "other": 2}, "other"),
        ("moody", {"mood": "angry"}, "mood"),
    ],
)
def test_the_host_refuses_what_does_not_fit(rack, name, arguments, word):
    refusal = rack.refused(name, **arguments)
    assert word in refusal["text"]
    assert "sqlstate" not in refusal, "the database was not asked"


def test_what_the_database_refuses_is_told(rack):
    refusal = rack.refused("echo", d="2024-02-30")
    assert refusal["sqlstate"] == "22008"
    refusal = rack.refused("echo", a=["a\0b"])
    assert "U+0000" in refusal["text"] and "argument a" in refusal["text"]


def test_a_function_is_let_through_for_one_tool_only(rack):
    assert rack.ask("random_of") == {"value": False}
    assert "setseed" in rack.refused("query", sql="SELECT setseed(0.5)")["text"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client_accepts_every_result(rack, mode):
    async def talk():
        async with mcp.Client(rack.url, mode=mode) as client:
            tools = {one.name: one for one in (await client.list_tools()).tools}
            results = {}
            for name, arguments in [
                ("everything", {}), ("two", {}), ("account", {"id": 2}), ("account", {"id": 9}),
                ("count", {"tenant": "blue"}), ("nothing", {}), ("large", {}), ("echo", {}),
                ("echo", {"n": 1e300, "j": 1, "i": [[1], [2]]}),
            ]:
                assert tools[f"pg_{name}"].output_schema
                results[name] = await client.call_tool(f"pg_{name}", arguments)
            return results

    for name, result in asyncio.run(talk()).items():
        assert not result.is_error, (name, result)
        assert result.structured_content, name


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client_sees_failures_as_they_are(rack, mode):
    async def talk():
        async with mcp.Client(rack.url, mode=mode) as client:
            await client.list_tools()
            return await client.call_tool("pg_echo", {"d": "2024-02-30"})

    result = asyncio.run(talk())
    assert result.is_error
    assert result.structured_content["sqlstate"] == "22008"
