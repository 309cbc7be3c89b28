"""A call is one round trip to the server: all of it is sent at once, within a transaction that only
reads and is rolled back."""

import pytest
from postgres import Cluster, PostgresRack
from postgres_conversation import CLIENT, SERVER, Overheard
from postgres_declared import Folder, tool
from postgres_faults import settings

BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
ROLLBACK = "ROLLBACK"
SQL = "SELECT id, status FROM orders WHERE id <= $1::int"
STATEMENT = "SELECT id, status FROM orders WHERE id = :id"
DECLARED = tool("order_status", STATEMENT, parameters={"id": {}}, result="row")


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.load_shop()
        yield cluster


@pytest.fixture
def way(cluster):
    with Overheard(cluster.port) as way:
        yield way


@pytest.fixture
def rack(request, way, tmp_path):
    """With one connection, which is there already. Its settings may be given by a test."""
    Folder(tmp_path / "tools.d").write("a.json", DECLARED)
    main = settings(way, connections=1, sslmode="disable", gssencmode="disable",
                    allowFunctions=[], **getattr(request, "param", {}))
    with PostgresRack(tmp_path, {"main": main}, tools=str(tmp_path / "tools.d")) as rack:
        assert "pg_order_status" in rack.tools()
        assert rack.rows("SELECT 1") == [[1]]
        yield rack
        assert way.connections == 1


def said(way, call):
    """What the call has said to the server and heard; what it answers. One round trip."""
    begin = len(way.messages)
    answer = call()
    conversation = way.since(begin)
    assert conversation.turns == [CLIENT, SERVER], conversation.turns
    asked, answered = conversation.kinds(CLIENT), conversation.kinds(SERVER)
    assert asked.count("S") == 1 and asked[-1] == "S", asked
    assert answered.count("Z") == 1 and answered[-1] == "Z", answered
    # Prepare, bind, describe, run: nothing goes by the simple protocol, which takes several.
    assert set(asked) <= set("PBDES"), asked
    return conversation, answer


def assert_guarded(conversation, text, settings=()):
    """What runs: BEGIN, what is set, the statement alone, ROLLBACK."""
    begin, *between, end = conversation.executed
    assert (begin, end) == (BEGIN, ROLLBACK), conversation.executed
    *local, statement = between
    assert statement.startswith(f"SELECT * FROM ({text}\n)"), statement
    assert all(one.startswith("SET LOCAL ") for one in local), local
    for setting in settings:
        assert any(setting in one for one in local), local


POOLED = pytest.mark.parametrize(
    "rack", [{}, {"pooler": "transaction"}], indirect=True, ids=["direct", "pooled"])


@POOLED
def test_a_query_at_its_first_use_and_at_each_other(way, rack):
    for use in range(4):
        conversation, rows = said(way, lambda: rack.rows(SQL, params=[2]))
        assert rows == [[1, "paid"], [2, "shipped"]]
        assert_guarded(conversation, SQL)
        # The text alone, so that the server takes it as one statement, before it runs in its form.
        assert (conversation.parsed.count(SQL) == 1) == (use == 0), conversation.parsed


@POOLED
def test_a_query_with_a_time_of_its_own(way, rack):
    for _ in range(3):
        conversation, _ = said(way, lambda: rack.rows(SQL, params=[1], timeout_ms=777))
        assert_guarded(conversation, SQL, ["statement_timeout"])


@POOLED
def test_a_declared_tool_at_its_first_use_and_at_each_other(way, rack):
    for _ in range(3):
        conversation, answer = said(way, lambda: rack.ask("order_status", id=3))
        assert answer == {"row": {"id": 3, "status": "shipped"}}
        assert_guarded(conversation, STATEMENT.replace(":id", "$1"))


def test_a_result_of_many_pieces(way, rack):
    text = "SELECT n, repeat('x', 900) FROM generate_series(1, 900) AS n"
    conversation, rows = said(way, lambda: rack.rows(text, max_rows=1_000))
    assert len(rows) == conversation.kinds(SERVER).count("D") == 900
    assert_guarded(conversation, text)


def test_texts_that_were_used_before_are_given_back_on_the_way(way, rack):
    """More of them than a connection keeps, each twice."""
    for number in range(150):
        for _ in range(2):
            said(way, lambda: rack.rows(f"SELECT {number}"))
    assert any("DEALLOCATE" in one.words(2)[1] for one in way.messages
               if one.side == CLIENT and one.kind == "P")
