"""How the server reads a text does not depend on what a role, a database or a server has set."""

import pytest
from postgres import READER, Cluster, PostgresRack

# For a server that takes a backslash in any string for an escape, the string goes on here, and the
# comment begins later.
HIDDEN = "SELECT '\\'' || set_config('app.tenant', 'b', false) || pg_advisory_lock(77)::text --'"


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.load_shop()
        cluster.sql(f"ALTER ROLE {READER} SET standard_conforming_strings = off; "
                    f"ALTER ROLE {READER} SET backslash_quote = on")
        yield cluster


@pytest.fixture(params=["none", "transaction"])
def rack(request, cluster, tmp_path):
    settings = {"url": cluster.url(READER), "doctor": "off", "connections": 1}
    with PostgresRack(tmp_path, {"main": {**settings, "pooler": request.param}}) as rack:
        yield rack


def test_strings_conform_to_the_standard(rack):
    assert rack.rows("SELECT current_setting('standard_conforming_strings')") == [["on"]]
    assert rack.rows("SELECT '\\', length('\\n')") == [["\\", 2]]


def test_no_call_hides_behind_a_backslash(rack, cluster):
    assert rack.rows("SELECT 1") == [[1]]
    [text] = rack.raw("query", {"sql": HIDDEN})["content"]
    assert "set_config" not in text["text"] or "may have an effect" in text["text"], text
    assert cluster.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [(0,)]
