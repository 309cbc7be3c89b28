"""Several databases, replicas, poolers, and connections that come and go."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from own_issuer import free_port
from postgres import DATABASE, LOOPBACK, PASSWORD, READER, Cluster, PostgresRack
from toolrack import eventually
from wire import envelope, modern_fields, request


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.load_shop()
        yield cluster


def settings(cluster, **more):
    return {"host": LOOPBACK, "port": cluster.port, "database": DATABASE, "user": READER,
            "doctor": "warn", **more}


def test_the_alias_says_which_database(cluster, tmp_path):
    cluster.sql("CREATE DATABASE archive")
    databases = {"main": settings(cluster), "old": settings(cluster, database="archive")}
    with PostgresRack(tmp_path, databases) as rack:
        for name, tool in rack.tools().items():
            property = tool["inputSchema"]["properties"]["database"]
            assert property["enum"] == ["main", "old"], name
        query = "SELECT current_database()::text"
        assert rack.rows(query) == [[DATABASE]]
        assert rack.rows(query, database="main") == [[DATABASE]]
        assert rack.rows(query, database="old") == [["archive"]]


def test_as_many_connections_as_the_settings_say_and_the_rest_waits(cluster, tmp_path):
    main = settings(cluster, connections=2, allowFunctions=["pg_sleep"])
    with PostgresRack(tmp_path, {"main": main}) as rack:
        query = "SELECT pg_backend_pid(), pg_sleep(0.2)::text"
        with ThreadPoolExecutor(8) as pool:
            rows = [row for [row] in pool.map(lambda _: rack.rows(query), range(8))]
        assert 1 <= len({pid for pid, _ in rows}) <= 2
        assert len(cluster.sessions()) <= 2
    eventually(lambda: not cluster.sessions())
    assert cluster.sessions() == []


def test_one_caller_after_another_gets_the_same_connection(cluster, tmp_path):
    with PostgresRack(tmp_path, {"main": settings(cluster)}) as rack:
        pids = {rack.rows("SELECT pg_backend_pid()")[0][0] for _ in range(20)}
        assert len(pids) == 1


def test_a_call_that_waits_longer_than_it_may_is_told_so(cluster, tmp_path):
    main = settings(cluster, connections=1, allowFunctions=["pg_sleep"])
    with PostgresRack(tmp_path, {"main": main}) as rack, ThreadPoolExecutor(1) as pool:
        slow = pool.submit(rack.rows, "SELECT pg_sleep(2)::text")
        eventually(lambda: any("pg_sleep" in s["query"] and s["state"] == "active"
                               for s in cluster.sessions()))
        told = rack.refused("query", sql="SELECT 1", timeout_ms=200)
        assert "1 connection" in told["text"] or "busy" in told["text"], told
        assert told["retryable"] is True
        slow.result()
        assert rack.rows("SELECT 1") == [[1]]


def test_idle_sessions_that_the_server_ended_are_replaced_unseen(cluster, tmp_path):
    main = settings(cluster, connections=4, allowFunctions=["pg_sleep"])
    with PostgresRack(tmp_path, {"main": main}) as rack:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: rack.rows("SELECT pg_sleep(0.3)::text"), range(4)))
        before = {session["pid"] for session in cluster.sessions()}
        assert len(before) > 1
        cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                    [READER])
        for _ in range(6):
            assert rack.rows("SELECT 1") == [[1]]
        assert not before & {session["pid"] for session in cluster.sessions()}


def test_a_statement_whose_session_is_ended_is_run_again(cluster, tmp_path):
    main = settings(cluster, allowFunctions=["pg_sleep"])
    with PostgresRack(tmp_path, {"main": main}) as rack, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(rack.rows, "SELECT 7, pg_sleep(1)::text")
        eventually(lambda: any("pg_sleep" in s["query"] and s["state"] == "active"
                               for s in cluster.sessions()))
        cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                    [READER])
        assert answer.result()[0][0] == 7


def test_a_dead_server_is_one_clear_error_at_once_and_comes_back_by_itself(tmp_path):
    with Cluster() as cluster:
        cluster.load_shop()
        with PostgresRack(tmp_path, {"main": settings(cluster)}) as rack:
            assert rack.rows("SELECT 1") == [[1]]
            cluster.stop()
            began = time.monotonic()
            for _ in range(10):
                told = rack.refused("query", sql="SELECT 1")
                assert str(cluster.port) in told["text"]
                assert told["retryable"] is True
            assert time.monotonic() - began < 5
            cluster.start()
            assert eventually(lambda: not rack.raw("query", {"sql": "SELECT 1"}).get("isError"), 10)
            assert rack.rows("SELECT 1") == [[1]]


def test_a_server_without_room_for_more_still_serves_over_what_there_is(tmp_path):
    with Cluster(max_connections=6, superuser_reserved_connections=3) as cluster:
        cluster.load_shop()
        main = settings(cluster, connections=8, allowFunctions=["pg_sleep"])
        with PostgresRack(tmp_path, {"main": main}) as rack, ThreadPoolExecutor(8) as pool:
            assert rack.rows("SELECT 1") == [[1]]
            answers = list(pool.map(
                lambda _: rack.raw("query", {"sql": "SELECT pg_sleep(0.3)::text"}), range(8)))
            assert not any(answer.get("isError") for answer in answers), answers


def test_reads_go_to_a_standby_and_writes_to_the_primary(tmp_path):
    with Cluster() as primary:
        primary.load_shop()
        with primary.standby() as standby:
            main = {"host": [LOOPBACK, LOOPBACK], "port": [primary.port, standby.port],
                    "database": DATABASE, "user": "postgres", "doctor": "off",
                    "reads": "prefer-standby", "mode": "readwrite"}
            with PostgresRack(tmp_path, {"main": main}) as rack:
                answer = rack.ask("query", sql="SELECT pg_is_in_recovery()")
                assert answer["rows"] == [[True]]
                assert answer["read_from"] == "standby"
                changed = rack.ask("execute", sql="UPDATE customers SET name = name WHERE true")
                assert changed
                standby.stop()
                again = rack.ask("query", sql="SELECT pg_is_in_recovery()")
                assert again["rows"] == [[False]]
                assert again["read_from"] == "primary"


def test_a_host_that_does_not_answer_is_passed_over(cluster, tmp_path):
    main = settings(cluster, host=[LOOPBACK, LOOPBACK], port=[free_port(), cluster.port])
    with PostgresRack(tmp_path, {"main": main}) as rack:
        assert rack.rows("SELECT 1") == [[1]]


def test_a_cancelled_call_ends_its_statement(cluster, tmp_path):
    main = settings(cluster, connections=1, allowFunctions=["pg_sleep"])
    with PostgresRack(tmp_path, {"main": main}) as rack:
        assert rack.rows("SELECT 1") == [[1]]

        def running():
            return any("pg_sleep" in s["query"] and s["state"] == "active"
                       for s in cluster.sessions())

        params = {"name": "pg_query", "arguments": {"sql": "SELECT pg_sleep(20)::text"}}
        with rack.client() as connection:
            message = request("tools/call", {**params, "_meta": envelope()})
            connection.begin(message, modern_fields("tools/call", params))
            assert eventually(running, 10)
        assert eventually(lambda: not running(), 5)
        assert rack.rows("SELECT 1") == [[1]]


def test_the_doctor_keeps_a_login_out_that_could_do_harm_until_it_is_mended(tmp_path):
    with Cluster() as cluster:
        cluster.load_shop()
        cluster.sql(f"ALTER ROLE {READER} SUPERUSER")
        main = settings(cluster, doctor="enforce")
        with PostgresRack(tmp_path, {"main": main}) as rack:
            told = rack.refused("query", sql="SELECT 1")["text"]
            assert "superuser" in told.lower()
            assert "NOSUPERUSER" in told
            cluster.sql(f"ALTER ROLE {READER} NOSUPERUSER")
            for finding in range(20):
                answer = rack.raw("query", {"sql": "SELECT 1"})
                if not answer.get("isError"):
                    break
                for line in answer["content"][0]["text"].split("Mend it with: ")[1:]:
                    cluster.sql(line.split("\n")[0], database=DATABASE)
                time.sleep(1.1)
            assert rack.rows("SELECT 1") == [[1]]


def test_with_warn_the_findings_are_logged_once(tmp_path):
    with Cluster() as cluster:
        cluster.load_shop()
        cluster.sql(f"ALTER ROLE {READER} SUPERUSER")
        with PostgresRack(tmp_path, {"main": settings(cluster)}) as rack:
            for _ in range(3):
                assert rack.rows("SELECT 1") == [[1]]
            lines = [line for line in rack.errors if "NOSUPERUSER" in line]
            assert len(lines) == 1


def test_functions_that_are_made_later_are_known_after_a_reconnect(cluster, tmp_path):
    with PostgresRack(tmp_path, {"main": settings(cluster)}) as rack:
        assert rack.rows("SELECT 1") == [[1]]
        cluster.sql("CREATE FUNCTION harmful() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    database=DATABASE)
        cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                    [READER])
        assert rack.rows("SELECT 1") == [[1]]
        assert "harmful" in rack.refused("query", sql="SELECT harmful()")["text"]


def test_the_worker_ends_with_its_connections(cluster, tmp_path):
    with PostgresRack(tmp_path, {"main": settings(cluster)}) as rack:
        assert rack.rows("SELECT 1") == [[1]]
        assert cluster.sessions()
        began = time.monotonic()
        assert rack.stop() == 0
        assert time.monotonic() - began < 4
    assert eventually(lambda: not cluster.sessions(), 5)


def test_a_wrong_password_is_not_tried_again_and_again(tmp_path):
    with Cluster(hba=["all all scram-sha-256"], log_connections=True) as cluster:
        cluster.load_shop()
        main = settings(cluster, password=PASSWORD + "x")
        with PostgresRack(tmp_path, {"main": main}) as rack:
            for _ in range(20):
                told = rack.refused("query", sql="SELECT 1")["text"]
                assert "password authentication failed" in told
                assert PASSWORD not in told
        assert cluster.log.count("password authentication failed") < 8
