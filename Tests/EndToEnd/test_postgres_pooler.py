"""Behind PgBouncer, where each transaction may have another connection to the server, or each
client its own."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from postgres import Cluster
from postgres_faults import COUNT, LONG, ORDERS, active, failure, recovers, settings
from postgres_pooler import Pooler
from toolrack import eventually

SETTINGS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
            "default_transaction_read_only", "transaction_read_only", "TimeZone", "DateStyle")
SEEN = "SELECT " + ", ".join(f"current_setting('{name}')" for name in SETTINGS)

CONNECTIONS = 8
# What the pooler opens at most: fewer than its client has, or one for each and for another client.
SERVERS = {"transaction": 4, "session": CONNECTIONS + 1}


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.load_shop()
        yield cluster


@pytest.fixture(scope="module", params=["transaction", "session"])
def mode(request):
    return request.param


@pytest.fixture(scope="module")
def pooler(cluster, mode):
    with Pooler(cluster, pool_mode=mode, default_pool_size=SERVERS[mode]) as pooler:
        yield pooler


@pytest.fixture
def rack(postgres_rack, pooler):
    return postgres_rack(databases={
        "main": settings(pooler, pooler="transaction", connections=CONNECTIONS)})


def test_the_pooler_is_what_it_is_said_to_be(cluster, pooler, mode):
    """Two clients at once, each with one transaction: the second has the first's session or not."""
    url = cluster.url("reader", port=pooler.port)
    with (psycopg.connect(url, autocommit=True, prepare_threshold=None) as one,
          psycopg.connect(url, autocommit=True, prepare_threshold=None) as other):
        [first, second] = [session.execute("SELECT pg_backend_pid()").fetchone()
                           for session in (one, other)]
    assert (first == second) == (mode == "transaction")


def test_queries_answer(rack):
    assert rack.rows(COUNT) == [[ORDERS]]
    rows = rack.rows("SELECT $1::int + 1, timestamptz '2026-01-02 03:04:05Z'", params=[41])
    assert rows == [[42, "2026-01-02T03:04:05+00:00"]]


def test_many_callers_share_few_connections_to_the_server(rack, cluster, mode):
    """One statement after the other on the same connections: nothing of one is left for another,
    such as a prepared statement of the same name."""
    with ThreadPoolExecutor(16) as pool:
        numbers = range(400)
        rows = list(pool.map(lambda n: rack.rows(f"SELECT $1::int, {n % 7}", params=[n]), numbers))
    assert rows == [[[n, n % 7]] for n in numbers]
    assert 1 <= len(cluster.sessions()) <= SERVERS[mode]


def test_fewer_connections_to_the_server_than_to_the_pooler(postgres_rack, cluster, mode):
    """Whoever waits at the pooler is served by a connection that has got through."""
    with Pooler(cluster, pool_mode=mode, default_pool_size=2) as own:
        main = settings(own, pooler="transaction", connections=CONNECTIONS)
        rack = postgres_rack(databases={"main": main})
        sql = "SELECT $1::int, pg_sleep(0.01)::text"
        with ThreadPoolExecutor(16) as pool:
            rows = list(pool.map(lambda n: rack.rows(sql, params=[n]), range(64)))
    assert rows == [[[n, ""]] for n in range(64)]


def test_every_transaction_sets_what_protects_it(postgres_rack, pooler):
    limits = {"timeoutMilliseconds": 7_000, "lockTimeoutMilliseconds": 1_234}
    main = settings(pooler, pooler="transaction", limits=limits)
    rack = postgres_rack(databases={"main": main})
    for _ in range(3):
        [row] = rack.rows(SEEN)
        seen = dict(zip(SETTINGS, row))
        assert seen["lock_timeout"] == "1234ms" and seen["transaction_read_only"] == "on", seen
        assert seen["TimeZone"] == "UTC" and seen["DateStyle"].startswith("ISO"), seen
        assert seen["statement_timeout"] not in ("0", ""), seen


def test_nothing_of_a_transaction_stays_on_the_connection(rack, cluster, pooler):
    """Who else comes through the same pooler finds the server's own settings."""
    rack.rows(SEEN)
    for _ in range(8):
        url = cluster.url("reader", port=pooler.port)
        with psycopg.connect(url, autocommit=True, prepare_threshold=None) as other:
            [row] = other.execute(SEEN).fetchall()
            seen = dict(zip(SETTINGS, row))
            assert seen["lock_timeout"] == "0" and seen["statement_timeout"] == "0", seen
            prepared = other.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()
            assert prepared == (0,)


def test_the_guard_holds(rack):
    for sql in ["DELETE FROM orders", "SELECT set_config('role', 'postgres', false)", "COMMIT",
                "SELECT 1; SELECT 2", "SELECT pg_advisory_lock(1)"]:
        failure(rack, sql)
    assert rack.rows(COUNT) == [[ORDERS]]


def test_the_time_is_up(rack, cluster):
    told = failure(rack, LONG, timeout_ms=300)
    assert told["sqlstate"] == "57014", told
    assert eventually(lambda: not active(cluster))
    recovers(rack)


def test_the_pooler_or_its_server_restarts(postgres_rack, cluster, mode):
    with Pooler(cluster, server_login_retry=1, pool_mode=mode) as own:
        rack = postgres_rack(databases={"main": settings(own, pooler="transaction")})
        recovers(rack)
        cluster.restart("immediate")
        recovers(rack)


def test_without_saying_so_it_is_said_what_to_set(postgres_rack, pooler):
    """PgBouncer refuses options at the start of a session."""
    told = failure(postgres_rack(databases={"main": settings(pooler)}))
    assert "options" in told["message"] and "pooler" in told["text"], told


def test_the_other_tools_work_behind_it(rack):
    found = rack.ask("search_objects", kind="table", pattern="order*")
    assert "order_items" in str(found)
    assert "orders" in str(rack.ask("describe", name="orders"))
    assert rack.ask("explain", sql=COUNT)
    assert rack.ask("connections")
