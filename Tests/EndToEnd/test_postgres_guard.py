"""What others let through: refused, nothing changed, and the connection as it was."""

import pytest
from postgres import READER, SUPERUSER
from postgres_guard import (
    CALLS,
    CHECK,
    DATABASE,
    PARAMETERS,
    SERVER,
    SESSION,
    SPELLINGS,
    STATEMENTS,
    guarded_cluster,
    guarded_rack,
)

PLACES = ["SELECT {}", "SELECT * FROM {} AS f"]
TEXTS = (
    STATEMENTS
    + [(place.format(call), CHECK) for call in CALLS for place in PLACES]
    + [(text, CHECK) for text in SPELLINGS]
)


@pytest.fixture(scope="module")
def cluster():
    with guarded_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module", params=[SUPERUSER, READER])
def rack(request, cluster, tmp_path_factory):
    with guarded_rack(cluster, tmp_path_factory.mktemp("guard"), request.param) as rack:
        rack.rows(SESSION)
        yield rack


@pytest.mark.parametrize("text, code", TEXTS, ids=[text[:60] for text, _ in TEXTS])
def test_refused_without_a_trace(cluster, rack, text, code):
    server = cluster.sql(SERVER, database=DATABASE)
    session = rack.rows(SESSION)
    told = rack.refused("query", sql=text, params=PARAMETERS.get(text, []))
    assert told.get("sqlstate") == code, told
    assert cluster.sql(SERVER, database=DATABASE) == server
    assert rack.rows(SESSION) == session


@pytest.mark.parametrize("text, code", TEXTS, ids=[text[:60] for text, _ in TEXTS])
def test_nor_is_it_explained(rack, text, code):
    if text not in PARAMETERS:
        rack.refused("explain", sql=text, analyze=True)


def test_the_refusal_names_function_and_place_and_a_way_out(rack):
    told = rack.refused("query", sql="SELECT id,\n  pg_catalog.\"pg_sleep\"(1)\nFROM kept")
    assert "pg_sleep" in told["text"]
    assert "line 2, column 14" in told["text"]
    assert "allowFunctions" in told["text"]


def test_the_refusal_of_a_second_statement_says_so(rack):
    assert "one statement" in rack.refused("query", sql="SELECT 1; SELECT 2")["text"].lower()


def test_what_is_allowed_by_name_passes(cluster, tmp_path):
    with guarded_rack(cluster, tmp_path, READER, allowFunctions=["pg_sleep", "doubled"]) as rack:
        assert rack.rows("SELECT pg_sleep(0) IS NULL") == [[False]]
        assert rack.rows("SELECT k.doubled FROM kept k WHERE id = 1") == [[2]]
        rack.refused("query", sql="SELECT pg_sleep_for('0 s')")


def test_what_an_allowed_function_sets_is_gone_for_the_next_caller(cluster, tmp_path):
    allowed = ["set_config", "pg_advisory_lock", "lo_create", "pg_notify"]
    with guarded_rack(cluster, tmp_path, SUPERUSER, allowFunctions=allowed) as rack:
        session = rack.rows(SESSION)
        server = cluster.sql(SERVER, database=DATABASE)
        for call in ["set_config('app.tenant', 'b', false)", "pg_advisory_lock(1)",
                     "set_config('statement_timeout', '1', false)",
                     "set_config('role', 'reader', false)", "lo_create(4242)"]:
            rack.raw("query", {"sql": f"SELECT {call}"})
        after = rack.rows(SESSION)
        # A setting that was made up exists from then on, empty.
        assert after[0][4] in (None, "")
        session[0][4] = after[0][4]
        assert after == session
        assert cluster.sql(SERVER, database=DATABASE) == server
