"""A login that becomes dangerous while it is in use: whoever connects again is examined first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from issuer import Issuer
from postgres import DATABASE, READER, Cluster
from postgres_faults import COUNT, ORDERS, failure, recovers, settings
from toolrack import eventually

CONNECTIONS = 4
ROLE = "analyst"
DENIED, LOCKED = "42501", "55P03"

# What makes it dangerous, what mends that, the finding.
CHANGES = [
    (f"GRANT pg_read_server_files TO {READER}", f"REVOKE pg_read_server_files FROM {READER}",
     "membership"),
    (f"ALTER ROLE {READER} SUPERUSER", f"ALTER ROLE {READER} NOSUPERUSER", "superuser"),
    (f"GRANT INSERT ON orders TO {READER}", f"REVOKE INSERT ON orders FROM {READER}",
     "write-privilege"),
]


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        cluster.load_shop()
        yield cluster


@pytest.fixture
def change(cluster):
    """Runs the first text in the database, and the second after the test."""
    undone = []

    def make(text, undo):
        undone.append(undo)
        cluster.sql(text, database=DATABASE)

    yield make
    for text in undone:
        cluster.sql(text, database=DATABASE)


def end_sessions(cluster):
    cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                [READER])
    assert eventually(lambda: not cluster.sessions())


def at_once(rack, sql) -> list[dict]:
    """As many calls as there may be connections; what each is told."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(lambda _: rack.raw("query", {"sql": sql}), range(CONNECTIONS)))


def found(rack, fields=None) -> set[str]:
    """The codes of what stands against the login or its role."""
    [main] = rack.ask("connections", fields)["connections"]
    return {one["code"] for one in main.get("findings", []) if one["severity"] == "refuse"}


@pytest.mark.parametrize(("text", "undo", "code"), CHANGES, ids=[one[2] for one in CHANGES])
def test_it_is_refused_after_its_connections_were_lost(
    postgres_rack, cluster, change, text, undo, code
):
    rack = postgres_rack(databases={"main": settings(cluster, connections=CONNECTIONS)})
    # Each of them has been examined, or has come after one that was.
    assert not any(one.get("isError") for one in at_once(rack, "SELECT pg_sleep(0.2)::text"))
    assert len(cluster.sessions()) == CONNECTIONS
    change(text, undo)
    end_sessions(cluster)
    for told in at_once(rack, COUNT) + at_once(rack, COUNT):
        assert told.get("isError"), told
        assert "its login could do harm" in str(told["content"]), told
    assert found(rack) == {code}
    assert eventually(lambda: not cluster.sessions())
    cluster.sql(undo, database=DATABASE)
    assert eventually(lambda: not rack.raw("query", {"sql": COUNT}).get("isError"))
    assert rack.rows(COUNT) == [[ORDERS]] and not found(rack)


def test_with_warn_it_is_told_and_used(postgres_rack, cluster, change):
    rack = postgres_rack(databases={"main": settings(cluster, doctor="warn")})
    assert rack.rows(COUNT) == [[ORDERS]] and not found(rack)
    text, undo, code = CHANGES[0]
    change(text, undo)
    end_sessions(cluster)
    assert rack.rows(COUNT) == [[ORDERS]] and found(rack) == {code}
    assert any("pg_read_server_files" in line.get("message", "") for line in rack.log), rack.log


def test_where_the_doctor_may_not_look_nothing_is_read(postgres_rack, cluster, change):
    """Somebody hides the catalogue of roles, and the login has become dangerous."""
    rack = postgres_rack(databases={"main": settings(cluster)})
    assert rack.rows(COUNT) == [[ORDERS]]
    change(*CHANGES[0][:2])
    change("REVOKE SELECT ON pg_roles FROM PUBLIC", "GRANT SELECT ON pg_roles TO PUBLIC")
    end_sessions(cluster)
    for _ in range(5):
        assert failure(rack, COUNT)["sqlstate"] == DENIED
    cluster.sql("GRANT SELECT ON pg_roles TO PUBLIC", database=DATABASE)
    assert eventually(lambda: "could do harm" in failure(rack, COUNT)["message"])
    assert found(rack) == {"membership"}


@pytest.mark.parametrize("isFirst", [True, False])
def test_where_the_doctor_has_to_wait_nothing_is_read(postgres_rack, cluster, isFirst):
    """As while VACUUM FULL works on the catalogue of members: at the first call, at a later one."""
    limits = {"lockTimeoutMilliseconds": 200}
    rack = postgres_rack(databases={"main": settings(cluster, limits=limits)})
    if not isFirst:
        assert rack.rows(COUNT) == [[ORDERS]]
    with cluster.connect() as other, other.transaction():
        other.execute("LOCK TABLE pg_auth_members IN ACCESS EXCLUSIVE MODE")
        end_sessions(cluster)
        for _ in range(3):
            told = failure(rack, COUNT)
            assert told["sqlstate"] == LOCKED and told["retryable"], told
    recovers(rack)


def test_a_role_of_callers_is_examined_again(postgres_rack, cluster, change):
    change("REVOKE EXECUTE ON FUNCTION set_config FROM PUBLIC",
           "GRANT EXECUTE ON FUNCTION set_config TO PUBLIC")
    change(
        f"CREATE ROLE {ROLE}; GRANT {ROLE} TO {READER}; GRANT SELECT ON orders TO {ROLE}",
        f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")
    caller = {"claim": "team", "map": {"somebody": {"role": ROLE}}}
    with Issuer() as issuer:
        access = {"jwt": {"discoveryUrl": issuer.discovery_url, "allowedClients": ["agent"]}}
        main = settings(cluster, identity=caller)
        rack = postgres_rack(databases={"main": main}, more={"access": access})
        fields = {"Authorization": f"Bearer {issuer.token(team='somebody')}"}

        def ask():
            return rack.raw("query", {"sql": "SELECT current_user, count(*) FROM orders"}, fields)

        assert ask()["structuredContent"]["rows"] == [[ROLE, ORDERS]]
        cluster.sql(f"GRANT UPDATE ON orders TO {ROLE}", database=DATABASE)
        end_sessions(cluster)
        for _ in range(3):
            assert "could do harm" in str(ask()["content"])
        assert "write-privilege" in found(rack, fields)
        cluster.sql(f"REVOKE UPDATE ON orders FROM {ROLE}", database=DATABASE)
        assert eventually(lambda: not ask().get("isError"))
