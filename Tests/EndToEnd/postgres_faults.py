"""What a caller is told when PostgreSQL fails, in one shape for every fault."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from postgres import DATABASE, LOOPBACK, PASSWORD, READER
from toolrack import eventually

ONE = "SELECT 1"
COUNT = "SELECT count(*) FROM orders"
ORDERS = 3000
# Longer than any test waits for it.
LONG = "SELECT pg_sleep(60)::text"
RECOVERY_SECONDS = 15
# Connection failures, of the server's classes 08, 53 and 57.
UNREACHABLE, LOST, TOO_MANY, CANCELLED = "08001", "08006", "53300", "57014"


def settings(server, **more) -> dict:
    """Of a database behind `server`, which has a port. Sleeping stands for work."""
    return {"host": LOOPBACK, "port": server.port, "database": DATABASE, "user": READER,
            "password": PASSWORD, "allowFunctions": ["pg_sleep"], **more}


def failure(rack, sql=ONE, **arguments) -> dict:
    """What a query that must fail is told: one clear error, the same in words and by member, and
    no secret."""
    told = rack.refused("query", sql=sql, **arguments)
    assert told["message"] and "\n" not in told["message"], told
    assert told["message"] in told["text"] and told["text"].count(told["message"]) == 1, told
    assert isinstance(told["retryable"], bool) and len(told.get("sqlstate", "12345")) == 5, told
    assert PASSWORD not in str(told)
    return told


def recovers(rack, sql=COUNT, rows=((ORDERS,),), seconds=RECOVERY_SECONDS):
    """Whoever asks again is answered, without anybody's help; what comes before is retryable."""
    deadline = time.monotonic() + seconds
    while True:
        result = rack.raw("query", {"sql": sql})
        if not result.get("isError"):
            assert result["structuredContent"]["rows"] == [list(row) for row in rows]
            return
        assert result["structuredContent"]["retryable"], result
        assert time.monotonic() < deadline, result
        time.sleep(0.1)


def active(cluster, text="pg_sleep") -> list[dict]:
    """The statements of the reader that run, which hold that text."""
    return [one for one in cluster.sessions() if one["state"] == "active" and text in one["query"]]


@contextmanager
def running(rack, cluster, sql=LONG, **arguments):
    """A query that runs on the server, as a future of its result."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(rack.raw, "query", {"sql": sql, **arguments})
        assert eventually(lambda: active(cluster)), "the query does not run"
        yield future


def took(begun: float) -> float:
    return time.monotonic() - begun
