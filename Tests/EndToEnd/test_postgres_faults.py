"""PostgreSQL fails in every way that a server can: each time one clear error, then all is well
again by itself."""

import signal
import time

import pytest
from own_issuer import free_port
from postgres import DATABASE, LOOPBACK, PASSWORD, READER, Cluster
from postgres_faults import (
    CANCELLED, COUNT, LONG, LOST, ONE, ORDERS, TOO_MANY, UNREACHABLE, active, failure, recovers,
    running, settings, took,
)
from toolrack import eventually
from wire import Connection, envelope, modern_fields, request

SCRAM = ("all all scram-sha-256",)


@pytest.fixture(scope="module")
def cluster():
    """A server that tests stop and break; each leaves it running and whole."""
    with Cluster(hba=SCRAM, max_connections=20) as cluster:
        cluster.load_shop()
        yield cluster


@pytest.fixture
def rack(postgres_rack, cluster):
    return postgres_rack(databases={"main": settings(cluster)})


# ---- the server ends ---------------------------------------------------------------------------


def test_killed_in_the_middle_of_a_query(rack, cluster):
    assert rack.rows(COUNT) == [[ORDERS]]
    try:
        with running(rack, cluster) as query:
            cluster.kill()
            told = query.result()
        assert told["isError"] and told["structuredContent"]["retryable"], told
        assert told["structuredContent"]["sqlstate"] in (LOST, UNREACHABLE), told
        again = failure(rack)
        assert again["sqlstate"] == UNREACHABLE and again["retryable"]
        # The first attempt may have met the server while it died.
        assert eventually(lambda: "Connection refused" in failure(rack)["message"])
    finally:
        cluster.start()
    recovers(rack)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_restarted_in_the_middle_of_a_query(rack, cluster, mode):
    with running(rack, cluster, "SELECT pg_sleep(2)::text") as query:
        cluster.restart(mode)
        told = query.result()
    if told.get("isError"):
        assert told["structuredContent"]["retryable"], told
        assert told["structuredContent"]["sqlstate"][:2] in ("08", "57"), told
    recovers(rack)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_restarted_between_two_queries_nobody_notices(rack, cluster, mode):
    assert rack.rows(COUNT) == [[ORDERS]]
    cluster.restart(mode)
    assert rack.rows(COUNT) == [[ORDERS]]


def test_a_query_whose_session_is_ended_runs_once_more_and_only_once(rack, cluster):
    with running(rack, cluster, "SELECT pg_sleep(3)::text, 7") as query:
        first = [one["pid"] for one in active(cluster)]
        cluster.sql("SELECT pg_terminate_backend(%s)", first)
        second = eventually(lambda: [one["pid"] for one in active(cluster)
                                     if one["pid"] not in first])
        assert second, "it was not run again"
        cluster.sql("SELECT pg_terminate_backend(%s)", second)
        told = query.result()
    assert told["isError"] and told["structuredContent"]["sqlstate"] == "57P01", told
    assert told["structuredContent"]["retryable"] and not active(cluster)
    recovers(rack)


def test_sessions_that_the_server_ends_while_they_are_idle(postgres_rack, cluster):
    cluster.sql(f"ALTER ROLE {READER} SET idle_session_timeout = '200ms'")
    try:
        rack = postgres_rack(databases={"main": settings(cluster)})
        for _ in range(3):
            assert rack.rows(COUNT) == [[ORDERS]]
            assert eventually(lambda: not cluster.sessions())
    finally:
        cluster.sql(f"ALTER ROLE {READER} RESET idle_session_timeout")


def test_a_server_that_is_not_there_yet(postgres_rack):
    with Cluster(hba=SCRAM) as late:
        late.load_shop()
        late.stop()
        rack = postgres_rack(databases={"main": settings(late)})
        assert "pg_query" in rack.tools()
        told = failure(rack)
        assert told["sqlstate"] == UNREACHABLE and told["retryable"]
        late.start()
        recovers(rack)


def test_a_server_that_is_starting_or_stopping_is_said_to_be(postgres_rack, cluster):
    """A smart stop lets sessions end and takes no new ones."""
    rack = postgres_rack(databases={"main": settings(cluster)})
    with cluster.connect():
        cluster.server.process.send_signal(signal.SIGTERM)
        told = eventually(lambda: (one := failure(rack)) if (
            rack.raw("query", {"sql": ONE}).get("isError")) else None)
        assert told["retryable"] and "shutting down" in told["message"], told
    cluster.server.process.wait(20)
    cluster.restart()
    recovers(rack)


# ---- another server takes over -----------------------------------------------------------------


def several(*clusters, **more) -> dict:
    return {**settings(clusters[0]), "host": [LOOPBACK] * len(clusters),
            "port": [one.port for one in clusters], **more}


@pytest.fixture
def pair():
    """A primary and its standby."""
    with Cluster(hba=SCRAM) as primary:
        primary.load_shop()
        with primary.standby() as standby:
            assert eventually(lambda: standby.sql(COUNT, database=DATABASE) == [(ORDERS,)])
            yield primary, standby


def test_the_standby_becomes_the_primary(postgres_rack, pair):
    primary, standby = pair
    rack = postgres_rack(databases={"main": several(primary, standby, reads="primary")})
    assert rack.ask("query", sql="SELECT pg_is_in_recovery()")["read_from"] == "primary"
    with running(rack, primary):
        primary.kill()
    told = failure(rack)
    assert told["retryable"] and told["sqlstate"][:2] in ("08", "57"), told
    standby.promote()
    recovers(rack)
    assert rack.ask("query", sql=ONE)["read_from"] == "primary"
    assert standby.sessions() and rack.rows("SELECT inet_server_port()") == [[standby.port]]


def test_a_standby_that_is_promoted_is_no_standby_any_more(postgres_rack, pair):
    """The session stays, and so would what it was told at its beginning."""
    _, standby = pair
    rack = postgres_rack(databases={"main": settings(standby, connections=1)})
    before = rack.ask("query", sql="SELECT pg_backend_pid()")
    assert before["read_from"] == "standby"
    standby.promote()
    assert eventually(lambda: rack.ask("query", sql=ONE)["read_from"] == "primary")
    assert rack.rows("SELECT pg_backend_pid()") == before["rows"]


def test_the_primary_answers_while_a_preferred_standby_is_away(postgres_rack, pair):
    primary, standby = pair
    rack = postgres_rack(databases={"main": several(primary, standby, reads="prefer-standby")})
    assert rack.ask("query", sql=COUNT)["read_from"] == "standby"
    standby.stop("immediate")
    answer = rack.ask("query", sql=COUNT)
    assert answer["read_from"] == "primary" and answer["rows"] == [[ORDERS]]


def test_without_a_primary_it_is_said(postgres_rack, pair):
    primary, standby = pair
    rack = postgres_rack(databases={"main": several(standby, reads="primary")})
    assert "hot standby" in failure(rack)["message"]
    standby.promote()
    recovers(rack)


# ---- no room -----------------------------------------------------------------------------------


def test_out_of_connections(postgres_rack):
    with Cluster(max_connections=6, superuser_reserved_connections=2) as small:
        small.load_shop()
        rack = postgres_rack(databases={"main": settings(small)})
        others = [small.connect(READER) for _ in range(4)]
        try:
            told = failure(rack)
            assert told["retryable"] and told["sqlstate"] == TOO_MANY, told
            assert "connection slots" in told["message"] or "too many" in told["message"]
        finally:
            for other in others:
                other.close()
        recovers(rack)


def test_a_role_with_a_limit_of_connections(postgres_rack, cluster):
    cluster.sql(f"ALTER ROLE {READER} CONNECTION LIMIT 1")
    other = cluster.connect(READER, password=PASSWORD)
    try:
        rack = postgres_rack(databases={"main": settings(cluster)})
        told = failure(rack)
        assert told["retryable"] and "too many connections for role" in told["message"], told
    finally:
        other.close()
        cluster.sql(f"ALTER ROLE {READER} CONNECTION LIMIT -1")
    recovers(rack)


# ---- the wrong door ----------------------------------------------------------------------------


def test_a_wrong_password_until_it_is_right(postgres_rack, cluster):
    wrong = "s3cret-that-is-wrong"
    rack = postgres_rack(databases={"main": settings(cluster, password=wrong)})
    told = failure(rack)
    assert not told["retryable"] and "password authentication failed" in told["message"], told
    assert wrong not in str(told)
    cluster.sql(f"ALTER ROLE {READER} PASSWORD '{wrong}'")
    try:
        assert eventually(lambda: not rack.raw("query", {"sql": ONE}).get("isError"))
    finally:
        cluster.sql(f"ALTER ROLE {READER} PASSWORD '{PASSWORD}'")
    assert wrong not in "\n".join(rack.errors)


@pytest.mark.parametrize("wrong, words", [
    ({"user": "nobody_there"}, 'password authentication failed for user "nobody_there"'),
    ({"database": "nothing_there"}, 'database "nothing_there" does not exist'),
    ({"password": None}, "no password supplied"),
    ({"port": "free"}, "Connection refused"),
    ({"host": "no-such-host.invalid"}, "no-such-host.invalid"),
    ({"host": "/nowhere"}, "/nowhere"),
])
def test_a_server_that_lets_nobody_in(postgres_rack, cluster, wrong, words):
    if wrong.get("port"):
        wrong = {"port": free_port()}
    rack = postgres_rack(databases={"main": settings(cluster, **wrong)})
    told = failure(rack)
    assert words in told["message"] and told["sqlstate"] == UNREACHABLE, told
    assert '"main"' in told["message"] or "main" in told["text"], told


def test_a_server_that_asks_for_tls_first(postgres_rack):
    lines = [f"hostssl all all {LOOPBACK}/32 trust"]
    with Cluster(hba=lines) as strict:
        strict.load_shop()
        rack = postgres_rack(databases={"main": settings(strict)})
        told = failure(rack)
        assert "pg_hba.conf" in told["message"] and not told["retryable"], told


# ---- one query fails ---------------------------------------------------------------------------


def test_the_time_is_up(rack, cluster):
    begun = time.monotonic()
    told = failure(rack, LONG, timeout_ms=300)
    assert told["sqlstate"] == CANCELLED and took(begun) < 10, told
    assert eventually(lambda: not active(cluster))
    assert rack.rows(COUNT) == [[ORDERS]]


def test_the_time_that_the_settings_give(postgres_rack, cluster):
    limits = {"timeoutMilliseconds": 400}
    rack = postgres_rack(databases={"main": settings(cluster, limits=limits)})
    begun = time.monotonic()
    told = failure(rack, LONG)
    assert told["sqlstate"] == CANCELLED and took(begun) < 10, told
    assert eventually(lambda: not active(cluster))


def test_somebody_cancels_the_query(rack, cluster):
    with running(rack, cluster) as query:
        cluster.sql("SELECT pg_cancel_backend(%s)", [active(cluster)[0]["pid"]])
        told = query.result()
    assert told["isError"] and told["structuredContent"]["sqlstate"] == CANCELLED, told
    assert rack.rows(COUNT) == [[ORDERS]]


def test_a_lock_that_is_held(postgres_rack, cluster):
    limits = {"lockTimeoutMilliseconds": 300}
    rack = postgres_rack(databases={"main": settings(cluster, limits=limits)})
    with cluster.connect(database=DATABASE) as other, other.transaction():
        other.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        told = failure(rack, COUNT)
        assert told["sqlstate"] == "55P03" and told["retryable"] and took(begun) < 10, told
    assert rack.rows(COUNT) == [[ORDERS]]


def test_the_client_goes_away(rack, cluster):
    """The statement ends on the server, at once."""
    params = {"name": "pg_query", "arguments": {"sql": LONG}, "_meta": envelope()}
    with Connection(rack.port) as connection:
        connection.begin(request("tools/call", params), modern_fields("tools/call", params))
        assert eventually(lambda: active(cluster))
    assert eventually(lambda: not active(cluster), 10)
    assert rack.rows(COUNT) == [[ORDERS]]


def test_a_query_that_fails_leaves_no_transaction_open(rack, cluster):
    for sql in ["SELECT 1 / 0", "SELECT nothing", "SELEC", "SELECT 'x'::int", "COMMIT"]:
        failure(rack, sql)
        states = [one["state"] for one in cluster.sessions()]
        assert states and set(states) == {"idle"}, (sql, states)
    assert rack.rows(COUNT) == [[ORDERS]]
