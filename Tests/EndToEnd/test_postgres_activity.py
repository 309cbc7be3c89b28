"""pg_activity shows what runs, who blocks whom, and transactions that stay open."""

import threading

import pytest
from postgres import Cluster, PostgresRack
from toolrack import eventually

DATABASE = "app"


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        running.sql(f"CREATE DATABASE {DATABASE}")
        running.sql("CREATE ROLE keeper LOGIN; GRANT pg_monitor TO keeper; CREATE ROLE stranger "
                    "LOGIN")
        running.sql("CREATE TABLE t (id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 0)",
                    database=DATABASE)
        yield running


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    databases = {
        name: {"url": cluster.url(name, DATABASE)}
        for name in ("keeper", "stranger")
    }
    with PostgresRack(tmp_path_factory.mktemp("activity"), databases, toolsets=["dba"]) as running:
        yield running


@pytest.fixture
def blocked(cluster):
    """One session holds a row, a second waits for it, a third waits for the second."""
    holder, second, third = (cluster.connect(database=DATABASE) for _ in range(3))
    holder.execute("BEGIN; UPDATE t SET v = 1 WHERE id = 1")
    waiting = [
        threading.Thread(target=session.execute, args=["UPDATE t SET v = 2 WHERE id = 1"])
        for session in (second, third)
    ]
    pids = [session.info.backend_pid for session in (holder, second, third)]
    for place, thread in enumerate(waiting, 1):
        thread.start()
        eventually(lambda: cluster.sql(
            "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s",
            [pids[place]]) == [(True,)])
    yield pids
    holder.execute("ROLLBACK")
    for thread in waiting:
        thread.join()
    for session in (holder, second, third):
        session.close()


def test_who_blocks_whom(rack, blocked):
    holder, second, third = blocked
    answer = rack.ask("activity", database="keeper", long_seconds=0)
    [root] = answer["blocking"]
    assert root["pid"] == holder and root["state"] == "idle in transaction"
    below = {process["pid"]: process for process in root["blocks"]}
    assert second in below and below[second]["wait"].startswith("Lock:")
    nested = below[second].get("blocks", [])
    assert third in {process["pid"] for process in nested} | set(below)
    assert {process["pid"] for process in answer["running"]} == {second, third}
    assert holder in {process["pid"] for process in answer["long_transactions"]}
    assert answer["connections"]["active"] == 2
    assert answer["read_from"] == "primary"
    assert root["query"].startswith("BEGIN; UPDATE t")


def test_thresholds(rack, blocked):
    answer = rack.ask("activity", database="keeper", min_seconds=3600, long_seconds=3600)
    assert answer["running"] == [] and answer["long_transactions"] == []
    assert answer["blocking"]


def test_what_the_role_may_not_see_stays_hidden(rack, blocked):
    holder, *_ = blocked
    answer = rack.ask("activity", database="stranger", long_seconds=0)
    assert answer["connections"]["hidden"] >= 3
    assert "UPDATE" not in str(answer)
    assert holder in {process["pid"] for process in answer["blocking"]}


def test_long_texts_are_cut(cluster, rack):
    with cluster.connect(database=DATABASE) as session:
        session.execute("BEGIN")
        session.execute(f"SELECT '{'ü' * 5000}'")
        answer = rack.ask("activity", database="keeper", long_seconds=0)
        [process] = [p for p in answer["long_transactions"]
                     if p["pid"] == session.info.backend_pid]
        assert len(process["query"]) == 301 and process["query"].endswith("…")


def test_other_databases_are_left_out(cluster, rack):
    with cluster.connect() as session:
        session.execute("BEGIN")
        answer = rack.ask("activity", database="keeper", long_seconds=0)
        assert session.info.backend_pid not in {
            process["pid"] for process in answer["long_transactions"]}
