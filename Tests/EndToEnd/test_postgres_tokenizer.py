"""The guard's reading of a text against the server's own: no call that it overlooks."""

import random
import time
from collections import Counter

import pytest
from postgres import SUPERUSER, PostgresRack
from postgres_texts import MARKED, UNMARKED, Opinion, marked_cluster, text

SEEDS = (1, 2, 3)
SECONDS = 5
# What the server takes although nothing is called, and the check refuses: `$1.mark`, say.
MOST_FALSE_REFUSALS = 0.02


@pytest.fixture(scope="module")
def cluster():
    with marked_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    main = {"url": cluster.url(SUPERUSER, MARKED), "doctor": "off", "connections": 1}
    with PostgresRack(tmp_path_factory.mktemp("texts"), {"main": main}) as rack:
        yield rack


@pytest.mark.parametrize("seed", SEEDS)
def test_every_call_that_the_server_sees_is_refused(cluster, rack, seed):
    chance = random.Random(seed)
    seen = Counter()
    with (cluster.connect(database=MARKED) as marked,
          cluster.connect(database=UNMARKED) as unmarked, rack.client() as client):
        opinion = Opinion(marked, unmarked)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            sql = text(chance)
            if "\0" in sql or not opinion.takes(sql):
                seen["refused by the server"] += 1
                continue
            params = {"name": "pg_query", "arguments": {"sql": sql}}
            result = client.modern("tools/call", params).result
            told = result["structuredContent"]
            is_refused = bool(result.get("isError")) and "sqlstate" not in told
            is_called = opinion.calls(sql)
            assert is_refused or not is_called, f"seed {seed}: {sql!r} called it"
            seen[is_called, is_refused] += 1
    assert seen[True, True] > 100 and seen[False, False] > 100, seen
    assert seen[False, True] <= MOST_FALSE_REFUSALS * seen.total(), seen
