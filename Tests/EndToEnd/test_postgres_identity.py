"""Who the caller is to the server: roles, logins and session variables from verified claims."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from issuer import Issuer
from postgres import DATABASE, LOOPBACK, PASSWORD, Cluster, PostgresRack

CLOSE_SET_CONFIG = (
    "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC")
GATE = "gate"
TABLES = f"""
CREATE ROLE {GATE} LOGIN NOINHERIT;
CREATE ROLE reader_a; CREATE ROLE reader_b; GRANT reader_a, reader_b TO {GATE};
CREATE ROLE ops LOGIN PASSWORD '{PASSWORD}';
CREATE ROLE tenants LOGIN;
CREATE TABLE only_a (v text); INSERT INTO only_a VALUES ('of a');
CREATE TABLE only_b (v text); INSERT INTO only_b VALUES ('of b');
CREATE TABLE only_ops (v text); INSERT INTO only_ops VALUES ('of ops');
GRANT SELECT ON only_a TO reader_a; GRANT SELECT ON only_b TO reader_b;
GRANT SELECT ON only_ops TO ops;
CREATE TABLE parcels (tenant text, v text);
INSERT INTO parcels VALUES ('red', 'r'), ('blue', 'b'), ('it''s', 'q'), (E'back\\\\slash', 's');
ALTER TABLE parcels ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON parcels USING (tenant = current_setting('app.tenant', true));
GRANT SELECT ON parcels TO tenants;
"""


@pytest.fixture(scope="module")
def cluster():
    lines = ["all ops scram-sha-256", "all all trust"]
    with Cluster(hba=lines) as cluster:
        cluster.load_shop()
        cluster.sql(TABLES, database=DATABASE)
        cluster.sql(CLOSE_SET_CONFIG, database=DATABASE)
        yield cluster


@pytest.fixture(scope="module")
def issuer():
    with Issuer() as issuer:
        yield issuer


def login(cluster, user=GATE, **more):
    return {"host": LOOPBACK, "port": cluster.port, "database": DATABASE, "user": user,
            "doctor": "warn", **more}


@pytest.fixture(scope="module")
def rack(cluster, issuer, tmp_path_factory):
    groups = {"claim": "cognito:groups", "map": {
        "analysts": {"role": "reader_a"}, "builders": {"role": "reader_b"},
        "ops": {"user": "ops", "password": PASSWORD}}}
    databases = {
        "groups": login(cluster, identity=groups),
        "tenants": login(
            cluster, "tenants", identity={"settings": {"app.tenant": "custom:tenant"}}),
        "scoped": login(cluster, identity={"claim": "scope", "map": {
            "db.a": {"role": "reader_a"}}, "default": {"role": "reader_b"}}),
    }
    access = {"jwt": {"discoveryUrl": issuer.discovery_url, "allowedClients": ["agent"]}}
    folder = tmp_path_factory.mktemp("identity")
    with PostgresRack(folder, databases, more={"access": access}) as rack:
        yield rack


@pytest.fixture
def caller(issuer):
    def fields(**claims):
        names = {name.replace("__", ":"): value for name, value in claims.items()}
        return {"Authorization": f"Bearer {issuer.token(**names)}"}

    return fields


WHO = "SELECT session_user::text, current_user::text"


@pytest.mark.parametrize(("groups", "who", "table", "others"), [
    (["analysts"], [GATE, "reader_a"], "only_a", ["only_b", "only_ops"]),
    (["others", "builders"], [GATE, "reader_b"], "only_b", ["only_a", "only_ops"]),
    ("ops", ["ops", "ops"], "only_ops", ["only_a", "only_b"]),
    (["ops", "analysts"], [GATE, "reader_a"], "only_a", ["only_ops"]),
])
def test_a_group_maps_to_a_role_or_a_login(rack, caller, groups, who, table, others):
    fields = caller(cognito__groups=groups)
    assert rack.rows(WHO, fields, database="groups") == [who]
    assert rack.rows(f"TABLE {table}", fields, database="groups") == [["of " + table[5:]]]
    for other in others:
        told = rack.refused("query", fields, sql=f"TABLE {other}", database="groups")
        assert told["sqlstate"] == "42501"


@pytest.mark.parametrize("claims", [
    {}, {"cognito__groups": []}, {"cognito__groups": ["reader_a"]},
    {"cognito__groups": "analysts ops"},
])
def test_whoever_is_not_mapped_is_refused(rack, caller, claims):
    told = rack.refused("query", caller(**claims), sql="SELECT 1", database="groups")
    assert "cognito:groups" in told["text"]
    assert "analysts" not in told["text"]


def test_a_scope_is_words_and_a_default_takes_the_rest(rack, caller):
    fields = caller(scope="tools/call db.a")
    assert rack.rows(WHO, fields, database="scoped") == [[GATE, "reader_a"]]
    assert rack.rows(WHO, caller(scope="db.aa"), database="scoped") == [[GATE, "reader_b"]]


@pytest.mark.parametrize(("tenant", "rows"), [
    ("red", [["r"]]), ("blue", [["b"]]), ("it's", [["q"]]), ("back\\slash", [["s"]]),
    ("red' OR 'a'='a", []), ("red'; SET ROLE postgres; --", []), ("$1", []), ("", None),
    ("\\'; SELECT 1; --", []),
])
def test_a_variable_is_data_and_never_sql(rack, caller, tenant, rows):
    fields = caller(custom__tenant=tenant)
    if rows is None:
        rack.refused("query", fields, sql="SELECT v FROM parcels", database="tenants")
        return
    assert rack.rows("SELECT v FROM parcels", fields, database="tenants") == rows
    got = rack.rows("SELECT current_setting('app.tenant')", fields, database="tenants")
    assert got == [[tenant]]


def test_a_caller_without_the_claim_is_refused(rack, caller):
    told = rack.refused("query", caller(), sql="SELECT 1", database="tenants")
    assert "custom:tenant" in told["text"]


def test_callers_at_once_stay_who_they_are(rack, caller):
    callers = {name: caller(custom__tenant=name) for name in ("red", "blue")}
    wanted = {"red": [["r"]], "blue": [["b"]]}

    def ask(number):
        name = ("red", "blue")[number % 2]
        rows = rack.rows("SELECT v FROM parcels", callers[name], database="tenants")
        return rows == wanted[name]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(80)))


@pytest.mark.parametrize(("database", "claims", "sql"), [
    ("tenants", {"custom__tenant": "red"},
     "SELECT v FROM (SELECT set_config('app.tenant', 'blue', true)) AS s, parcels"),
    ("groups", {"cognito__groups": ["analysts"]},
     "SELECT set_config('role', 'reader_b', true), query_to_xml('TABLE only_b', true, true, '')"),
    ("groups", {"cognito__groups": ["analysts"]}, "SET ROLE reader_b"),
    ("groups", {"cognito__groups": ["analysts"]}, "RESET ROLE"),
])
def test_nobody_becomes_somebody_else_within_a_statement(rack, caller, database, claims, sql):
    rack.refused("query", caller(**claims), sql=sql, database=database)


def test_while_set_config_is_open_the_doctor_keeps_such_a_database_shut(
        cluster, issuer, caller, tmp_path):
    cluster.sql("CREATE DATABASE open_door")
    cluster.sql("CREATE TABLE t (n int); GRANT SELECT ON t TO tenants", database="open_door")
    main = login(cluster, "tenants", database="open_door", doctor="enforce",
                 identity={"settings": {"app.tenant": "sub"}})
    access = {"jwt": {"discoveryUrl": issuer.discovery_url, "allowedClients": ["agent"]}}
    with PostgresRack(tmp_path, {"main": main}, more={"access": access}) as rack:
        told = rack.refused("query", caller(), sql="SELECT 1")
        assert "set_config" in told["text"]


def test_without_access_nobody_has_asked_who_is_calling(cluster, tmp_path):
    main = login(cluster, identity={"claim": "sub", "map": {"agent": {"role": "reader_a"}}})
    with PostgresRack(tmp_path, {"main": main}) as rack:
        told = rack.refused("query", sql="SELECT 1")
        assert "who is calling" in told["text"]
