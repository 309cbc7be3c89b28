"""Many callers while the server fails again and again: each is answered once, rightly or with an
error that says to try again or that somebody has ended it, and nothing is left over."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from postgres import READER, Cluster
from postgres_faults import CANCELLED, COUNT, ORDERS, recovers, settings
from postgres_proxy import FaultyWay
from toolrack import descriptors, eventually, resident_bytes
from wire import Connection

CALLERS = 64
CONNECTIONS = 8
SECONDS = 12
# Each caller's answer is its own, so that one that gets another's is found.
STATEMENT = "SELECT $1::int, count(*) FROM orders WHERE id <= $1::int"

# Cancels what a role runs, one statement every hundredth of a second; how many.
CANCELS = """CREATE FUNCTION cancels(role name, rounds int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE cancelled int := 0; one int; BEGIN
  FOR n IN 1..rounds LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = role
      AND state = 'active' LIMIT 1;
    GET DIAGNOSTICS one = ROW_COUNT;
    cancelled := cancelled + one;
    PERFORM pg_sleep(0.01);
  END LOOP;
  RETURN cancelled;
END $$"""


@pytest.fixture(scope="module")
def cluster():
    with Cluster(max_connections=40) as cluster:
        cluster.load_shop()
        yield cluster


class Callers:
    """Ask without a pause until they are stopped."""

    def __init__(self, rack):
        self._rack = rack
        self._stop = threading.Event()
        self.counts: Counter = Counter()
        self.wrong: list = []
        self._lock = threading.Lock()

    def run(self, number: int):
        with Connection(self._rack.port) as connection:
            while not self._stop.is_set():
                params = {"name": "pg_query", "arguments": {"sql": STATEMENT, "params": [number]}}
                result = connection.modern("tools/call", params).result
                self._note(number, result)

    def _note(self, number, result):
        content = result.get("structuredContent", {})
        if not result.get("isError"):
            kind = "answered" if content["rows"] == [[number, number]] else None
        else:
            sqlstate = content.get("sqlstate")
            # Whoever ends a statement on purpose does not want it run again.
            may = content.get("retryable") or sqlstate == CANCELLED
            kind = sqlstate if may else None
        with self._lock:
            self.counts[kind] += 1
            if kind is None:
                self.wrong.append(result)

    def stop(self):
        self._stop.set()


def threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def kill_a_session(cluster, way):
    cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"
                " ORDER BY random() LIMIT 1", [READER])


def kill_every_session(cluster, way):
    cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                [READER])


def cancel_a_query(cluster, way) -> int:
    """How many are cancelled: none where none runs just then."""
    found = cluster.sql(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = %s"
        " AND state = 'active' ORDER BY random() LIMIT 1", [READER])
    return len(found)


def restart(cluster, way):
    cluster.restart()


def crash(cluster, way):
    cluster.kill()
    cluster.start()


def cut(cluster, way):
    way.cut(reset=random.random() < 0.5)


def stall(cluster, way):
    way.swallows = True
    time.sleep(0.3)
    way.swallows = False


FAULTS = [kill_a_session, kill_every_session, cancel_a_query, restart, crash, cut, stall]


def test_many_callers_and_every_fault(postgres_rack, cluster):
    with FaultyWay(cluster.port) as way:
        rack = postgres_rack(databases={"main": settings(
            way, connections=CONNECTIONS, connectTimeoutSeconds=2)})
        recovers(rack)
        callers = Callers(rack)
        with ThreadPoolExecutor(CALLERS) as pool:
            # The first callers open what stays open.
            running = [pool.submit(callers.run, 1 + n) for n in range(CALLERS)]
            assert eventually(lambda: callers.counts["answered"] > 5 * CALLERS)
            before = descriptors(rack.worker), threads(rack.worker)
            pid = rack.worker
            end = time.monotonic() + SECONDS
            cancelled = 0
            for fault in FAULTS * 10:
                if time.monotonic() > end:
                    break
                cancelled += fault(cluster, way) or 0
                answered = callers.counts["answered"]
                assert eventually(lambda: callers.counts["answered"] > answered + CALLERS), fault
                assert len(cluster.sessions()) <= CONNECTIONS
            callers.stop()
            for one in running:
                one.result(60)
            assert not callers.wrong, callers.wrong[:3]
            assert callers.counts[CANCELLED] <= cancelled, callers.counts
            assert callers.counts["answered"] > 10 * CALLERS, callers.counts
        recovers(rack)
        assert rack.worker == pid, "the worker was restarted"
        after = descriptors(pid), threads(pid)
        # Connections may have come and gone; what is left is what a pool may hold.
        assert after[0] <= before[0] + CONNECTIONS and after[1] <= before[1] + CONNECTIONS
        assert eventually(lambda: len(cluster.sessions()) <= CONNECTIONS)
        assert eventually(lambda: way.connections <= CONNECTIONS)


def test_whoever_is_cancelled_fails_alone(postgres_rack, cluster):
    """A cancellation may hit the statement, what is around it, or nothing any more: at most one
    caller is told of it, and the connections stay."""
    rack = postgres_rack(databases={"main": settings(cluster, connections=CONNECTIONS)})
    recovers(rack)
    cluster.sql(CANCELS)
    callers = Callers(rack)
    with ThreadPoolExecutor(CALLERS) as pool:
        running = [pool.submit(callers.run, 1 + n) for n in range(CALLERS)]
        assert eventually(lambda: callers.counts["answered"] > 5 * CALLERS)
        before = {one["pid"] for one in cluster.sessions()}
        [(cancelled,)] = cluster.sql("SELECT cancels(%s, 400)", [READER])
        callers.stop()
        for one in running:
            one.result(60)
    assert set(callers.counts) == {"answered", CANCELLED}, (callers.counts, callers.wrong[:3])
    assert 0 < callers.counts[CANCELLED] <= cancelled, (callers.counts, cancelled)
    assert {one["pid"] for one in cluster.sessions()} == before
    recovers(rack)


def test_connections_that_come_and_go_leave_nothing(postgres_rack, cluster):
    """A hundred times a new connection: no descriptor, no thread, no memory stays."""
    rack = postgres_rack(databases={"main": settings(cluster, connections=2)})

    def rounds(count):
        for _ in range(count):
            assert rack.rows(COUNT) == [[ORDERS]]
            kill_every_session(cluster, None)

    rounds(20)
    before = descriptors(rack.worker), threads(rack.worker), resident_bytes(rack.worker)
    rounds(100)
    after = descriptors(rack.worker), threads(rack.worker), resident_bytes(rack.worker)
    assert after[0] <= before[0] + 2 and after[1] <= before[1] + 2
    assert after[2] < before[2] + (2 << 20)


def test_failed_attempts_leave_nothing(postgres_rack, cluster):
    """While nobody is there: as many descriptors and threads at the end as at the beginning."""
    rack = postgres_rack(databases={"main": settings(cluster, connections=2)})
    recovers(rack)
    with ThreadPoolExecutor(8) as pool:
        cluster.stop()
        try:
            ask = lambda _: rack.raw("query", {"sql": "SELECT 1"})["isError"]  # noqa: E731
            assert all(pool.map(ask, range(8)))
            before = descriptors(rack.worker), threads(rack.worker)
            for _ in range(5):
                time.sleep(1.05)  # Then the next attempt is made.
                assert all(pool.map(ask, range(50)))
            after = descriptors(rack.worker), threads(rack.worker)
        finally:
            cluster.start()
    assert after[0] <= before[0] + 2 and after[1] <= before[1] + 2
    recovers(rack)


def test_sixty_four_callers_share_eight_connections(postgres_rack, cluster):
    rack = postgres_rack(databases={"main": settings(cluster, connections=CONNECTIONS)})
    with ThreadPoolExecutor(CALLERS) as pool:
        rows = list(pool.map(
            lambda n: rack.rows(STATEMENT, params=[n]), range(1, 5 * CALLERS + 1)))
    assert rows == [[[n, n]] for n in range(1, 5 * CALLERS + 1)]
    assert 1 <= len(cluster.sessions()) <= CONNECTIONS
