"""Rows of every size and number, one by one as they come."""

import pytest
from postgres import READER, Cluster, PostgresRack
from toolrack import descriptors, eventually

ROW_BYTES = 1 << 20
LIMITS = {"maximumRows": 10_000, "resultBytes": 8 << 20, "cellBytes": 2 << 20,
          "rowBytes": ROW_BYTES}


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.load_shop()
        yield cluster


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    settings = {"url": cluster.url(READER), "limits": LIMITS, "doctor": "off", "connections": 1}
    with PostgresRack(tmp_path_factory.mktemp("large"), {"main": settings}) as rack:
        yield rack


@pytest.mark.parametrize("count", [0, 1, 2, 3, 63, 64, 65, 100, 127, 128, 129, 1_000])
def test_each_row_comes_once_and_in_order(rack, count):
    result = rack.ask("query", sql=f"SELECT n, NULL, 'é' || n FROM generate_series(1, {count}) n",
                      max_rows=1_000)
    assert result["rows"] == [[n, None, f"é{n}"] for n in range(1, count + 1)]
    assert result["row_count"] == count and not result["truncated"]


def test_a_row_that_is_almost_too_large(rack):
    """Each of several, which together are more than one may be."""
    result = rack.ask("query", sql=f"SELECT repeat('x', {ROW_BYTES - 2_000}) || n"
                                   " FROM generate_series(1, 7) n")
    assert [row[0][-1] for row in result["rows"]] == list("1234567")
    assert {len(row[0]) for row in result["rows"]} == {ROW_BYTES - 1_999}


# What libpq has room for already does not count: such a row is far larger.
@pytest.mark.parametrize("length", [16 << 20, 200 << 20])
def test_a_row_that_is_too_large(rack, cluster, length):
    """Its session is not used again, since libpq keeps the room; nothing runs on."""
    before = rack.rows("SELECT pg_backend_pid()")
    told = rack.refused("query", sql=f"SELECT repeat('x', {length})")
    assert f"larger than {ROW_BYTES} bytes" in told["text"] and not told["retryable"], told
    assert rack.rows("SELECT pg_backend_pid()") != before
    assert eventually(lambda: len(cluster.sessions()) == 1)


def test_a_row_that_is_too_large_behind_others(rack):
    told = rack.refused("query", sql="SELECT repeat('x', CASE n WHEN 5 THEN 64000000 ELSE 9 END)"
                                     " FROM generate_series(1, 9) n")
    assert f"larger than {ROW_BYTES} bytes" in told["text"], told
    assert rack.rows("SELECT 1") == [[1]]


def test_an_error_behind_rows_is_the_answer(rack):
    told = rack.refused("query", sql="SELECT 10 / (500 - n) FROM generate_series(1, 900) n",
                        max_rows=1_000)
    assert told["sqlstate"] == "22012", told
    assert rack.rows("SELECT 1") == [[1]]


def test_results_that_are_cut_leave_nothing_open(rack, cluster):
    """By their bytes, by their rows: the session is used again, or another in its place."""
    sql = "SELECT repeat('x', 100000) FROM generate_series(1, 100000)"
    rack.rows("SELECT 1")
    before = descriptors(rack.worker)
    for _ in range(5):
        told = rack.ask("query", sql=sql, max_rows=10_000)
        assert told["truncated_by"] == "bytes" and 70 < told["row_count"] < 90
        assert rack.ask("query", sql=sql, max_rows=7)["row_count"] == 7
    assert rack.rows("SELECT 1") == [[1]]
    assert eventually(lambda: len(cluster.sessions()) == 1)
    assert descriptors(rack.worker) <= before + 1
