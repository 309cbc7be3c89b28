"""harden.sql: what it makes of a role, what it leaves to others, and that it can run again."""

import os
import subprocess

import psycopg
import pytest
from postgres import Cluster, PostgresRack, programs
from postgres_guard import OBJECTS
from toolrack import ROOT

DATABASE = "hardened"
READER = "Strong-Reader"
SCRIPT = ROOT / "Plugins/Postgres/SQL/harden.sql"
# What a role can have picked up over the years.
PAST = f"""
CREATE ROLE "{READER}" LOGIN CREATEDB CREATEROLE BYPASSRLS;
CREATE ROLE writers; CREATE ROLE tenants; GRANT writers, tenants, pg_write_all_data, pg_monitor
  TO "{READER}";
CREATE ROLE application LOGIN;
CREATE SCHEMA sales; CREATE TABLE sales.orders (id integer); INSERT INTO sales.orders VALUES (7);
CREATE SCHEMA secret; CREATE TABLE secret.salaries (amount integer);
GRANT ALL ON secret.salaries TO "{READER}"; GRANT ALL ON sales.orders TO PUBLIC;
CREATE TABLE mine (id integer); ALTER TABLE mine OWNER TO "{READER}";
CREATE SCHEMA "My own" AUTHORIZATION "{READER}";
GRANT UPDATE (word) ON kept TO "{READER}"; GRANT ALL ON SEQUENCE counter TO PUBLIC;
GRANT CREATE ON SCHEMA public TO PUBLIC; GRANT CREATE ON DATABASE {DATABASE} TO "{READER}";
GRANT EXECUTE ON FUNCTION pg_read_file(text) TO "{READER}";
"""


def run(cluster, *variables, database=DATABASE):
    settings = [part for variable in variables for part in ("-v", variable)]
    environment = {**os.environ, "PGHOST": str(cluster.folder), "PGPORT": str(cluster.port),
                   "PGUSER": "postgres", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [programs() / "psql", "-X", *settings, "-f", SCRIPT, database], env=environment,
        capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.sql(f"CREATE DATABASE {DATABASE}")
        cluster.sql(OBJECTS, database=DATABASE)
        cluster.sql(PAST, database=DATABASE)
        for _ in range(2):
            done = run(cluster, f"role={READER}", "schemas=public, sales", "member=tenants",
                       "keep=application")
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        yield cluster


@pytest.fixture(scope="module")
def rack(cluster, tmp_path_factory):
    main = {"url": cluster.url(READER, DATABASE), "connections": 1}
    with PostgresRack(tmp_path_factory.mktemp("harden"), {"main": main}) as rack:
        yield rack


def test_the_doctor_finds_nothing(rack):
    assert rack.rows("SELECT current_user") == [[READER]]
    [main] = rack.ask("connections")["connections"]
    # What a function does that runs as its owner, only its owner can say.
    assert {found["code"] for found in main.get("findings", [])} <= {"security-definer"}


def test_what_it_may_read_it_reads(rack):
    assert rack.rows("SELECT count(*) FROM kept") == [[2]]
    assert rack.rows("SELECT id FROM sales.orders") == [[7]]
    assert rack.rows("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id) FROM numbers") == [
        [50.5]]
    assert rack.rows("SELECT last_value FROM counter") == [[1]]
    assert rack.rows("SELECT current_setting('statement_timeout') > ''") == [[True]]
    assert rack.refused("query", sql="TABLE secret.salaries")["sqlstate"] == "42501"


def test_tables_that_come_later_are_read_as_well(cluster, rack):
    cluster.sql("CREATE TABLE sales.later AS SELECT 1 AS n", database=DATABASE)
    assert rack.rows("TABLE sales.later") == [[1]]


@pytest.mark.parametrize("statement", [
    "SELECT set_config('app.tenant', 'b', false)", "SELECT pg_advisory_lock(1)",
    "SELECT lo_create(0)", "SELECT lo_from_bytea(0, 'x')", "NOTIFY_BY_FUNCTION",
    "SELECT dblink_connect('dbname=hardened')", "SELECT pg_read_file('PG_VERSION')",
    "SELECT query_to_xml('SELECT 1', true, true, '')", "SELECT pg_sleep(0)",
    "SELECT * FROM ts_stat('SELECT NULL::tsvector')", "SELECT pg_terminate_backend(1)",
    "INSERT INTO sales.orders VALUES (8)", "UPDATE kept SET word = ''", "DELETE FROM mine",
    "TRUNCATE secret.salaries", "CREATE TABLE made (n integer)", "CREATE TEMP TABLE made (n int)",
    "CREATE SCHEMA made", "CREATE DATABASE made", "CREATE ROLE made", "SET ROLE writers",
    "SELECT nextval('counter')", "DROP TABLE mine", "TABLE secret.salaries",
    "COPY kept TO PROGRAM 'true'",
])
def test_without_any_guard_it_can_do_nothing_either(cluster, statement):
    statement = statement.replace("NOTIFY_BY_FUNCTION", "SELECT pg_notify('channel', '')")
    with cluster.connect(READER, DATABASE) as session:
        session.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement)


def test_its_sessions_begin_read_only_and_with_time_limits(cluster):
    with cluster.connect(READER, DATABASE) as session:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            [(value,)] = session.execute(f"SHOW {name}").fetchall()
            assert value != "0", name
        [(value,)] = session.execute("SHOW default_transaction_read_only").fetchall()
        assert value == "on"
    [(connections,)] = cluster.sql(
        "SELECT rolconnlimit FROM pg_roles WHERE rolname = %s", [READER])
    assert connections == 20


def test_memberships_and_owners(cluster):
    rows = cluster.sql("SELECT roleid::regrole::text FROM pg_auth_members WHERE member ="
                       " %s::regrole ORDER BY 1", [f'"{READER}"'])
    assert rows == [("pg_monitor",), ("tenants",)]
    rows = cluster.sql("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'mine'",
                       database=DATABASE)
    assert rows == [("postgres",)]


def test_who_is_kept_keeps_the_functions(cluster):
    with cluster.connect("application", DATABASE) as session:
        session.execute("SELECT pg_advisory_lock(1), set_config('app.tenant', 'b', false)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("SELECT pg_read_file('PG_VERSION')")


def test_owners_keep_the_functions_and_can_dump(cluster):
    cluster.sql("CREATE ROLE landlord LOGIN; CREATE ROLE lodger LOGIN; CREATE ROLE guest LOGIN")
    cluster.sql("CREATE DATABASE house OWNER landlord")
    cluster.sql("CREATE TABLE room (n integer); ALTER TABLE room OWNER TO lodger;"
                "GRANT SELECT ON room TO landlord", database="house")
    done = run(cluster, "role=toolrack_reader", database="house")
    assert (done.returncode, done.stderr) == (0, "")
    dumped = subprocess.run(
        [programs() / "pg_dump", "--host", cluster.folder, "--port", str(cluster.port),
         "--username", "landlord", "house"], capture_output=True, text=True, timeout=60)
    assert (dumped.returncode, dumped.stderr) == (0, "")
    assert "CREATE TABLE public.room" in dumped.stdout
    cluster.sql("SELECT pg_advisory_lock(1)", user="lodger", database="house")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        cluster.sql("SELECT pg_advisory_lock(1)", user="guest", database="house")


@pytest.mark.parametrize("taken", [False, True])
def test_a_function_is_let_through_on_such_a_login(cluster, tmp_path, taken):
    """Also where releasing locks has been taken away."""
    if taken:
        cluster.sql("REVOKE EXECUTE ON FUNCTION pg_advisory_unlock_all() FROM PUBLIC",
                    database=DATABASE)
    else:
        cluster.sql("SELECT pg_advisory_unlock_all()", user=READER, database=DATABASE)
    main = {"url": cluster.url(READER, DATABASE), "connections": 1,
            "allowFunctions": ["setseed"]}
    with PostgresRack(tmp_path, {"main": main}) as running:
        for _ in range(3):
            assert running.rows("SELECT 1") == [[1]]
            assert running.rows("SELECT setseed(0) IS NULL") == [[False]]
    cluster.sql("GRANT EXECUTE ON FUNCTION pg_advisory_unlock_all() TO PUBLIC", database=DATABASE)


def test_a_role_is_made_where_there_is_none(cluster):
    cluster.sql("CREATE DATABASE fresh")
    cluster.sql("CREATE TABLE t AS SELECT 1 AS n", database="fresh")
    done = run(cluster, "schemas=*", "connections=3", database="fresh")
    assert done.returncode == 0, done.stderr
    assert cluster.sql("TABLE t", user="toolrack_reader", database="fresh") == [(1,)]
    assert cluster.sql("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'toolrack_reader'") == [
        (3,)]


def test_nobody_hardens_themselves(cluster):
    done = run(cluster, "role=postgres")
    assert done.returncode != 0 and "another role" in done.stderr
