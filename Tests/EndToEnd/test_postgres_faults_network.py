"""What lies between Toolrack and PostgreSQL is slow, silent or broken."""

import socket
import threading
import time

import pytest
from postgres import Cluster
from postgres_faults import (
    CANCELLED, COUNT, LONG, LOST, ONE, ORDERS, UNREACHABLE, active, failure, recovers, running,
    settings, took,
)
from postgres_proxy import FaultyWay
from toolrack import eventually

LARGE = "SELECT repeat('x', 1000) FROM generate_series(1, 900)"


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.load_shop()
        yield cluster


@pytest.fixture
def way(cluster):
    with FaultyWay(cluster.port) as way:
        yield way


@pytest.fixture
def rack(postgres_rack, way):
    rack = postgres_rack(databases={"main": settings(way, connectTimeoutSeconds=2)})
    assert rack.rows(COUNT) == [[ORDERS]]
    return rack


def test_a_slow_way_is_waited_for(rack, way):
    way.delay = 0.2
    begun = time.monotonic()
    assert rack.rows(COUNT) == [[ORDERS]]
    assert took(begun) >= 0.2


def test_a_way_that_is_too_slow(rack, way):
    way.delay = 3
    begun = time.monotonic()
    told = failure(rack, timeout_ms=300)
    assert told["sqlstate"] == CANCELLED and took(begun) < 3, told
    way.delay = 0
    recovers(rack)


def test_half_open_in_the_middle_of_a_query(rack, way, cluster):
    """The call ends when its time is up, although even the cancellation arrives nowhere; nobody
    waits for the connection any more."""
    begun = time.monotonic()
    with running(rack, cluster, timeout_ms=1500) as query:
        way.swallows = True
        told = query.result()
    assert told["structuredContent"]["sqlstate"] in (CANCELLED, LOST), told
    assert took(begun) < 10
    way.swallows = False
    recovers(rack)


def test_half_open_between_two_queries(rack, way):
    way.swallows = True
    begun = time.monotonic()
    told = failure(rack, timeout_ms=1000)
    assert told["sqlstate"] in (CANCELLED, LOST, UNREACHABLE) and took(begun) < 10, told
    way.swallows = False
    recovers(rack)


def test_half_open_from_the_beginning(postgres_rack, way):
    """As behind a firewall that drops: somebody takes the connection and says nothing."""
    way.swallows = True
    rack = postgres_rack(databases={"main": settings(way, connectTimeoutSeconds=1)})
    begun = time.monotonic()
    told = failure(rack)
    assert told["sqlstate"] == UNREACHABLE and told["retryable"] and took(begun) < 10, told
    way.swallows = False
    recovers(rack)


@pytest.mark.parametrize("reset", [False, True])
def test_cut_in_the_middle_of_a_query(rack, way, cluster, reset):
    """Twice, since the first time it is run once more."""
    with running(rack, cluster) as query:
        first = {one["pid"] for one in active(cluster)}
        way.cut(reset)
        assert eventually(lambda: {one["pid"] for one in active(cluster)} - first)
        way.cut(reset)
        told = query.result()
    assert told["isError"] and told["structuredContent"]["sqlstate"] == LOST, told
    assert told["structuredContent"]["retryable"]
    recovers(rack)
    cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ 'pg_sleep'"
                " AND pid <> pg_backend_pid()")


@pytest.mark.parametrize("reset", [False, True])
def test_cut_between_two_queries_nobody_notices(rack, way, reset):
    way.cut(reset)
    assert rack.rows(COUNT) == [[ORDERS]]


@pytest.mark.parametrize("bytes_that_pass", [1, 5, 60, 400, 5_000, 200_000])
def test_cut_in_the_middle_of_an_answer(postgres_rack, way, bytes_that_pass):
    """At its first byte, in its head, within its rows: never half an answer."""
    rack = postgres_rack(databases={"main": settings(way, connectTimeoutSeconds=2)})
    way.limit = bytes_that_pass
    told = failure(rack, LARGE, max_rows=1000)
    assert told["sqlstate"] in (LOST, UNREACHABLE) and told["retryable"], told
    way.limit = None
    recovers(rack)
    assert rack.ask("query", sql=LARGE, max_rows=1000)["row_count"] == 900


@pytest.mark.parametrize("said", [
    b"", b"N", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00" * 64, b"R\xff\xff\xff\xff" * 8,
    b"S\x00\x00\x00\x05" * 4, b"E\x00\x00\x00\x06S\x00", b"R\x00\x00\x00\x08\x00\x00\x00\x63",
    b"R\x00\x00\x00\x08\x00\x00\x00\x00Z\x00\x00\x00\x05I" + b"T\x7f\xff\xff\xff" * 4,
], ids=repr)
def test_whoever_answers_is_no_postgresql(postgres_rack, said):
    with Speaker(said) as speaker:
        rack = postgres_rack(databases={"main": settings(speaker, connectTimeoutSeconds=1)})
        begun = time.monotonic()
        told = failure(rack, timeout_ms=5000)
        assert told["sqlstate"][:2] in ("08", "57") and took(begun) < 12, told
        assert len(told["message"]) < 2000


class Speaker:
    """Says the same to everybody, whatever is asked, and then nothing."""

    def __init__(self, said: bytes):
        self._said = said
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
                self._open.append(client)
                client.recv(4096)
                client.sendall(self._said)
            except OSError:
                if self._listener.fileno() < 0:
                    return

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._listener.close()
        for one in self._open:
            one.close()


def test_a_large_answer_over_a_slow_way_ends_in_time(rack, way):
    way.delay = 0.5
    begun = time.monotonic()
    told = failure(rack, f"{LARGE} CROSS JOIN generate_series(1, 10) AS more", max_rows=9000,
                   timeout_ms=700)
    assert told["sqlstate"] == CANCELLED and took(begun) < 8, told
    way.delay = 0
    recovers(rack)


def test_calls_beside_one_that_hangs_go_on(postgres_rack, way, cluster):
    """Each has a connection of its own, and the silence of one is not that of the others."""
    direct, behind = settings(cluster), settings(way, connectTimeoutSeconds=2)
    rack = postgres_rack(databases={"direct": direct, "behind": behind})
    assert rack.rows(ONE, database="behind") == [[1]]
    way.swallows = True
    with running(rack, cluster, LONG, database="direct"):
        hanging = [threading.Thread(target=rack.raw, args=("query", {
            "sql": ONE, "database": "behind", "timeout_ms": 2000})) for _ in range(20)]
        for one in hanging:
            one.start()
        begun = time.monotonic()
        for _ in range(20):
            assert rack.rows(COUNT, database="direct") == [[ORDERS]]
        assert took(begun) < 2
        for one in hanging:
            one.join()
        cluster.sql("SELECT pg_cancel_backend(%s)", [active(cluster)[0]["pid"]])
