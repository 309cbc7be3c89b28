"""What a login could do besides reading: found, refused or told, and mended by what is told."""

import os
import subprocess

import pytest
from issuer import Issuer
from postgres import SUPERUSER, Cluster, PostgresRack, programs
from toolrack import ROOT

DATABASE = "ward"
ROLE = 'the "patient"'
NAME = '"the ""patient"""'

# What makes it, the finding and how grave it is.
CASES = [
    (f"ALTER ROLE {NAME} SUPERUSER", "superuser", "refuse"),
    (f"ALTER ROLE {NAME} BYPASSRLS", "bypass-rls", "refuse"),
    (f"ALTER ROLE {NAME} REPLICATION", "replication", "refuse"),
    (f"ALTER ROLE {NAME} CREATEROLE", "create-role", "refuse"),
    (f"ALTER ROLE {NAME} CREATEDB", "create-database", "refuse"),
    (f"GRANT pg_write_all_data TO {NAME}", "writing-membership", "refuse"),
    (f"GRANT pg_signal_backend TO {NAME}", "writing-membership", "refuse"),
    (f"GRANT pg_execute_server_program TO {NAME}", "membership", "refuse"),
    (f"CREATE ROLE middle; GRANT pg_read_server_files TO middle; GRANT middle TO {NAME}",
     "membership", "refuse"),
    (f"CREATE ROLE rds_superuser; GRANT rds_superuser TO {NAME}", "membership", "refuse"),
    (f"CREATE ROLE maker CREATEROLE; GRANT maker TO {NAME}", "membership", "refuse"),
    (f"CREATE TABLE own (a int); ALTER TABLE own OWNER TO {NAME}", "owner", "refuse"),
    (f"CREATE SCHEMA \"Its own\" AUTHORIZATION {NAME}", "owner", "refuse"),
    (f"ALTER DATABASE {DATABASE} OWNER TO {NAME}", "owner", "refuse"),
    (f"CREATE ROLE keeper; CREATE TABLE kept (a int); ALTER TABLE kept OWNER TO keeper;"
     f"GRANT keeper TO {NAME}", "owner", "refuse"),
    (f"CREATE TABLE \"A table\" (a int); GRANT INSERT ON \"A table\" TO {NAME}",
     "write-privilege", "refuse"),
    ("CREATE TABLE open (a int); GRANT DELETE ON open TO PUBLIC", "write-privilege", "refuse"),
    (f"CREATE TABLE partly (a int, b int); GRANT UPDATE (b) ON partly TO {NAME}",
     "write-privilege", "refuse"),
    (f"CREATE ROLE writers; CREATE TABLE shared (a int); GRANT UPDATE ON shared TO writers;"
     f"GRANT writers TO {NAME}", "write-privilege", "refuse"),
    (f"CREATE SEQUENCE steps; GRANT USAGE ON SEQUENCE steps TO {NAME}",
     "sequence-privilege", "refuse"),
    ("GRANT CREATE ON SCHEMA public TO PUBLIC", "schema-create", "refuse"),
    (f"GRANT CREATE ON DATABASE {DATABASE} TO {NAME}", "database-create", "refuse"),
    ("CREATE EXTENSION dblink", "dangerous-function", "refuse"),
    (f"GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {NAME}", "dangerous-function", "refuse"),
    ("GRANT EXECUTE ON FUNCTION lo_export(oid, text) TO PUBLIC", "dangerous-function", "refuse"),
    ("CREATE FUNCTION powerful() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
     "security-definer", "warn"),
    ("SELECT 1", "temporary-tables", "warn"),
    ("SELECT 1", "set-config", "warn"),
]


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.sql("ALTER SCHEMA public OWNER TO postgres", database="template1")
        yield cluster


@pytest.fixture
def patient(cluster):
    cluster.sql(f"CREATE ROLE {NAME} LOGIN")
    cluster.sql(f"CREATE DATABASE {DATABASE}")
    yield
    cluster.sql(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    for name, in cluster.sql("SELECT quote_ident(rolname) FROM pg_roles WHERE oid >= 16384"):
        cluster.sql(f"DROP ROLE {name}")


def rack(cluster, folder, **more):
    main = {"host": str(cluster.folder), "port": cluster.port, "database": DATABASE, "user": ROLE,
            **more}
    return PostgresRack(folder, {"main": main})


def findings(rack) -> dict:
    rack.raw("query", {"sql": "SELECT 1"})
    [database] = rack.ask("connections")["connections"]
    return {found["code"]: found for found in database.get("findings", [])}


@pytest.fixture(autouse=True)
def _socket_is_open(cluster):
    cluster.folder.chmod(0o755)


@pytest.mark.parametrize("make, code, severity", CASES, ids=[make[:50] for make, _, _ in CASES])
def test_found_and_mended(cluster, patient, tmp_path, make, code, severity):
    cluster.sql(make, database=DATABASE)
    with rack(cluster, tmp_path) as running:
        found = findings(running)
        assert found[code]["severity"] == severity
        if severity == "refuse":
            told = running.refused("query", sql="SELECT 1")["text"]
            assert found[code]["fix"] in told
        else:
            assert running.rows("SELECT 1") == [[1]]
    if found[code]["fix"].startswith("psql"):
        return
    cluster.sql(found[code]["fix"], database=DATABASE)
    with rack(cluster, tmp_path) as running:
        assert code not in findings(running)
        assert running.rows("SELECT 1") == [[1]]


def test_a_plain_role_has_nothing_grave(cluster, patient, tmp_path):
    with rack(cluster, tmp_path) as running:
        assert running.rows("SELECT current_user") == [[ROLE]]
        found = findings(running)
        assert {code for code in found if found[code]["severity"] == "refuse"} == set()
        assert set(found) == {"temporary-tables", "set-config", "function-with-effects"}
        assert "harden.sql" in found["function-with-effects"]["fix"]


def test_the_script_leaves_what_the_login_needs(cluster, patient, tmp_path):
    cluster.sql(f"CREATE ROLE analyst; GRANT analyst TO {NAME}; CREATE SCHEMA sales;"
                f"CREATE TABLE sales.t AS SELECT 7 AS a; CREATE TABLE public.other (a int);"
                f"GRANT USAGE ON SCHEMA sales TO {NAME}; GRANT SELECT ON sales.t TO {NAME};"
                "REVOKE EXECUTE ON FUNCTION set_config FROM PUBLIC", database=DATABASE)
    caller = {"claim": "team", "map": {"somebody": {"role": "analyst"}}}
    with rack(cluster, tmp_path) as running:
        assert "schemas=sales --file" in findings(running)["function-with-effects"]["fix"]
    main = {"url": cluster.url(ROLE, DATABASE), "identity": caller}
    with Issuer() as issuer:
        access = {"jwt": {"discoveryUrl": issuer.discovery_url, "allowedClients": ["agent"]}}
        with PostgresRack(tmp_path, {"main": main}, more={"access": access}) as running:
            fields = {"Authorization": f"Bearer {issuer.token(team='somebody')}"}
            running.raw("query", {"sql": "SELECT 1"}, fields)
            [database] = running.ask("connections", fields)["connections"]
    fixes = {found["code"]: found["fix"] for found in database["findings"]}
    fix = fixes["function-with-effects"]
    assert "--variable member=analyst" in fix
    environment = {**os.environ, "PGHOST": str(cluster.folder), "PGPORT": str(cluster.port),
                   "PGUSER": "postgres", "PATH": f"{programs()}:{os.environ['PATH']}"}
    subprocess.run(
        ["sh", "-c", fix], cwd=ROOT / "Plugins/Postgres/SQL", env=environment, check=True,
        timeout=60)
    with rack(cluster, tmp_path) as running:
        assert findings(running) == {}
        assert running.rows("SELECT a FROM sales.t") == [[7]]
        assert running.refused("query", sql="TABLE public.other")["sqlstate"] == "42501"
    assert cluster.sql("SELECT pg_has_role(%s, 'analyst', 'MEMBER')", [ROLE]) == [(True,)]


def test_a_connection_that_may_write_is_not_told_that_it_may(cluster, patient, tmp_path):
    cluster.sql(f"CREATE TABLE a (a int); GRANT INSERT ON a TO {NAME};"
                f"GRANT pg_write_all_data TO {NAME};"
                f"CREATE SCHEMA own AUTHORIZATION {NAME}", database=DATABASE)
    with rack(cluster, tmp_path, mode="readwrite") as running:
        assert set(findings(running)) == {"set-config", "function-with-effects"}
        cluster.sql(f"ALTER ROLE {NAME} CREATEDB")
    with rack(cluster, tmp_path, mode="readwrite") as running:
        assert findings(running)["create-database"]["severity"] == "refuse"


def test_warn_lets_pass_and_off_does_not_look(cluster, patient, tmp_path):
    cluster.sql(f"ALTER ROLE {NAME} SUPERUSER")
    with rack(cluster, tmp_path, doctor="warn") as running:
        assert running.rows("SELECT 1") == [[1]]
        assert set(findings(running)) == {"superuser"}
    with rack(cluster, tmp_path, doctor="off") as running:
        assert running.rows("SELECT 1") == [[1]]
        assert findings(running) == {}


def test_the_superuser_of_the_server_is_sent_elsewhere(cluster, patient, tmp_path):
    with rack(cluster, tmp_path, user=SUPERUSER) as running:
        fix = findings(running)["superuser"]["fix"]
        assert "harden.sql" in fix and "NOSUPERUSER" not in fix
