"""pg_cancel ends what another session of the database runs."""

import threading

import psycopg
import pytest
from postgres import Cluster, PostgresRack
from toolrack import eventually

DATABASE = "app"


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        running.sql(f"CREATE DATABASE {DATABASE}")
        running.sql("CREATE ROLE worker LOGIN; CREATE ROLE keeper LOGIN; "
                    "GRANT pg_signal_backend, pg_monitor TO keeper")
        yield running


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    databases = {"main": {
        "url": cluster.url("keeper", DATABASE), "mode": "readwrite",
        "allowFunctions": ["pg_sleep"]}}
    with PostgresRack(tmp_path_factory.mktemp("cancel"), databases, toolsets=["dba"]) as running:
        yield running


class Sleeper:
    """A session that sleeps until it is ended."""

    def __init__(self, cluster, database=DATABASE, user="worker"):
        self.cluster = cluster
        self.session = cluster.connect(user, database)
        self.pid = self.session.info.backend_pid
        self.failure = None

    def __enter__(self):
        self.thread = threading.Thread(target=self.sleep)
        self.thread.start()
        eventually(lambda: self.cluster.sql(
            "SELECT query LIKE '%%pg_sleep%%' AND state = 'active' FROM pg_stat_activity "
            "WHERE pid = %s", [self.pid]) == [(True,)])
        return self

    def sleep(self):
        try:
            self.session.execute("SELECT pg_sleep(60)")
        except psycopg.Error as failure:
            self.failure = failure

    def __exit__(self, *exception):
        self.cluster.sql("SELECT pg_terminate_backend(%s)", [self.pid])
        self.thread.join()
        self.session.close()


def test_cancel(cluster, rack):
    with Sleeper(cluster) as sleeper:
        answer = rack.ask("cancel", pid=sleeper.pid)
        sleeper.thread.join()
        assert isinstance(sleeper.failure, psycopg.errors.QueryCanceled)
        assert not sleeper.session.closed
    assert answer["sent"] is True and answer["took_effect"] is True
    assert answer["state_before"] == "active" and answer["user"] == "worker"
    assert "pg_sleep" in answer["query"]


def test_terminate(cluster, rack):
    with Sleeper(cluster) as sleeper:
        answer = rack.ask("cancel", pid=sleeper.pid, terminate=True)
        sleeper.thread.join()
        assert isinstance(sleeper.failure, psycopg.OperationalError)
    assert answer["sent"] is True and answer["took_effect"] is True


def test_nothing_runs(cluster, rack):
    with cluster.connect("worker", DATABASE) as session:
        answer = rack.ask("cancel", pid=session.info.backend_pid)
        assert answer["sent"] is False and answer["took_effect"] is False
        assert "no statement" in answer["why"]
        assert session.execute("SELECT 1").fetchone() == (1,)


def test_other_databases_and_servers_own_processes_are_out_of_reach(cluster, rack):
    with Sleeper(cluster, database="postgres") as sleeper:
        assert "No client" in rack.refused("cancel", pid=sleeper.pid)["message"]
        assert sleeper.failure is None and sleeper.thread.is_alive()
    [(checkpointer,)] = cluster.sql(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
    assert "No client" in rack.refused("cancel", pid=checkpointer, terminate=True)["message"]
    assert "No client" in rack.refused("cancel", pid=2_000_000_000)["message"]


def test_calls_of_others_over_the_same_connections_are_left_alone(cluster, rack):
    done = {}
    thread = threading.Thread(
        target=lambda: done.update(rack.ask("query", sql="SELECT 1 FROM pg_sleep(2)")))
    thread.start()
    found = eventually(lambda: cluster.sql(
        "SELECT pid FROM pg_stat_activity WHERE usename = 'keeper' AND state = 'active' "
        "AND query LIKE '%%pg_sleep%%'"))
    pids = found or cluster.sql("SELECT pid FROM pg_stat_activity WHERE usename = 'keeper'")
    for pid, in pids:
        assert "serves these tools" in rack.refused("cancel", pid=pid, terminate=True)["message"]
    thread.join()
    assert done["rows"] == [[1]]


def test_without_the_right_to(cluster, tmp_path):
    databases = {"main": {
        "url": cluster.url("worker", DATABASE), "mode": "readwrite"}}
    with PostgresRack(tmp_path, databases) as rack, Sleeper(cluster, user="keeper") as sleeper:
        failure = rack.refused("cancel", pid=sleeper.pid)
        assert failure["sqlstate"] == "42501"
        assert sleeper.thread.is_alive()


def test_annotations(rack):
    assert rack.tools()["pg_cancel"]["annotations"] == {
        "readOnlyHint": False, "destructiveHint": True, "idempotentHint": False,
        "openWorldHint": False}
