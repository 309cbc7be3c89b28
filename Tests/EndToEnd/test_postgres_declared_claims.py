"""Declared tools and who calls: claims that are bound, roles that are taken, rows of others."""

import pytest
from issuer import Issuer
from postgres import DATABASE, PASSWORD, READER, Cluster
from postgres_declared import LOOKUP, DeclaredRack, Folder, prepare, tool

OWN = tool(
    "own", "SELECT id FROM accounts WHERE tenant = :tenant AND name LIKE :name ORDER BY id",
    parameters={"name": {"default": "%"}}, from_claim={"tenant": "custom:tenant"})
TOOLS = [
    LOOKUP, OWN,
    tool("nested", "SELECT id FROM accounts WHERE tenant = :tenant ORDER BY id",
         from_claim={"tenant": "realm.team.name"}),
    tool("teams", "SELECT DISTINCT tenant FROM accounts WHERE tenant = ANY (:teams) ORDER BY 1",
         from_claim={"teams": "groups"}),
    tool("as_clerk", "SELECT current_user::text", result="value", role="clerk"),
    tool("secrets", "SELECT * FROM secrets", role="clerk"),
]


@pytest.fixture(scope="module")
def issuer():
    with Issuer() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        prepare(cluster)
        cluster.sql(
            f"CREATE ROLE clerk; GRANT clerk TO {READER}; ALTER ROLE {READER} NOINHERIT;"
            "CREATE TABLE secrets AS SELECT 7 AS n; GRANT SELECT ON secrets TO clerk",
            database=DATABASE)
        yield cluster


@pytest.fixture(scope="module")
def rack(cluster, issuer, tmp_path_factory):
    path = tmp_path_factory.mktemp("claims")
    Folder(path / "tools.d").write("a.json", *TOOLS)
    access = {"jwt": {"discoveryUrl": issuer.discovery_url, "allowedClients": ["agent"]}}
    with DeclaredRack(path, cluster, more={"access": access}) as rack:
        yield rack
        rack.assert_running()


def bearer(issuer, **claims) -> dict:
    return {"Authorization": f"Bearer {issuer.token(**claims)}"}


def tenant(issuer, name) -> dict:
    return bearer(issuer, **{"custom:tenant": name})


def ids(answer) -> list[int]:
    return [row["id"] for row in answer["rows"]]


def test_a_claim_is_bound(rack, issuer):
    assert ids(rack.ask("own", tenant(issuer, "red"))) == [1, 2]
    assert ids(rack.ask("own", tenant(issuer, "blue"))) == [3]
    assert ids(rack.ask("own", tenant(issuer, "green"))) == []
    assert ids(rack.ask("own", tenant(issuer, "red"), name="A%")) == [1]


def test_claims_are_not_listed(rack, issuer):
    tools = rack.tools(bearer(issuer))
    assert list(tools["pg_own"]["inputSchema"]["properties"]) == ["name"]
    assert tools["pg_teams"]["inputSchema"]["properties"] == {}


@pytest.mark.parametrize("name", ["tenant", "custom:tenant", "$1"])
def test_no_argument_takes_the_place_of_a_claim(rack, issuer, name):
    refusal = rack.raw("own", {name: "blue"}, tenant(issuer, "red"))
    assert refusal["isError"]
    assert name in refusal["content"][0]["text"]


@pytest.mark.parametrize(
    "text",
    ["red' OR 'a' = 'a", "red'; DROP TABLE accounts --", "%", "red\\", "re\u0000d", '"red"'],
)
def test_a_claim_is_a_value_and_no_sql(rack, issuer, text):
    result = rack.raw("own", {}, tenant(issuer, text))
    assert result.get("isError") or ids(result["structuredContent"]) == []
    result = rack.raw("own", {"name": text}, tenant(issuer, "red"))
    assert result.get("isError") or 3 not in ids(result["structuredContent"])
    assert ids(rack.ask("own", tenant(issuer, "red"))) == [1, 2]


def test_paths_and_arrays(rack, issuer):
    assert ids(rack.ask("nested", bearer(issuer, realm={"team": {"name": "blue"}}))) == [3]
    both = rack.ask("teams", bearer(issuer, groups=["red", "blue", "green"]))
    assert both["rows"] == [{"tenant": "blue"}, {"tenant": "red"}]
    assert rack.ask("teams", bearer(issuer, groups=[]))["rows"] == []


@pytest.mark.parametrize("claims", [{}, {"tenant": "red"}, {"custom": {"tenant": "red"}}])
def test_without_the_claim_the_call_is_refused(rack, issuer, claims):
    refusal = rack.refused("own", bearer(issuer, **claims))
    assert "custom:tenant" in refusal["text"]


def test_a_claim_of_another_kind_is_refused(rack, issuer):
    assert "takes no array" in rack.refused("own", tenant(issuer, ["red", "blue"]))["text"]
    assert "takes no object" in rack.refused("own", tenant(issuer, {"red": 1}))["text"]


def test_without_a_verified_caller_the_call_is_refused(cluster, tmp_path):
    Folder(tmp_path / "tools.d").write("a.json", *TOOLS)
    with DeclaredRack(tmp_path, cluster) as rack:
        refusal = rack.refused("own")
        assert "verified caller" in refusal["text"]
        assert rack.ask("account", id=3)["row"]["name"] == "Cyd"


def test_a_role_is_taken_for_one_tool(rack, issuer):
    caller = bearer(issuer)
    assert rack.ask("as_clerk", caller) == {"value": "clerk"}
    assert rack.ask("secrets", caller)["rows"] == [{"n": 7}]
    assert rack.rows("SELECT current_user::text", caller) == [[READER]]
    assert rack.refused("query", caller, sql="SELECT * FROM secrets")["sqlstate"] == "42501"


def test_the_callers_own_role_goes_before(cluster, issuer, tmp_path):
    cluster.sql(f"CREATE ROLE boss; GRANT boss TO {READER}")
    Folder(tmp_path / "tools.d").write("a.json", *TOOLS)
    access = {"jwt": {"discoveryUrl": issuer.discovery_url, "allowedClients": ["agent"]}}
    identity = {"claim": "team", "map": {"chiefs": {"role": "boss"}}, "default": {}}
    with DeclaredRack(
        tmp_path, cluster, more={"access": access}, database={"identity": identity}
    ) as rack:
        assert rack.ask("as_clerk", bearer(issuer, team="chiefs")) == {"value": "boss"}
        assert rack.ask("as_clerk", bearer(issuer, team="others")) == {"value": "clerk"}


def test_writing_tools(cluster, issuer, tmp_path):
    cluster.sql(f"GRANT INSERT, DELETE, SELECT ON notes TO {READER}", database=DATABASE)
    Folder(tmp_path / "tools.d").write(
        "a.json",
        tool("note", "INSERT INTO notes (text) VALUES (:text) RETURNING id, text", mode="write",
             result="row", parameters={"text": {"maxLength": 20}}),
        tool("forget", "DELETE FROM notes", mode="write"),
        tool("bad", "INSERT INTO notes (txt) VALUES (1)", mode="write"),
    )
    with DeclaredRack(
        tmp_path, cluster,
        database={"mode": "readwrite", "url": cluster.url(READER, password=PASSWORD)},
    ) as rack:
        tools = rack.tools()
        assert tools["pg_note"]["annotations"]["destructiveHint"] is True
        assert tools["pg_note"]["annotations"]["readOnlyHint"] is False
        assert "pg_bad" not in tools
        assert rack.said('tool "bad"', "42703")
        noted = rack.ask("note", text="hello")
        assert noted == {"row": {"id": noted["row"]["id"], "text": "hello"}, "affected": 1}
        assert cluster.sql("SELECT text FROM notes", database=DATABASE) == [("hello",)]
        assert rack.ask("forget") == {"affected": 1}
        assert cluster.sql("SELECT text FROM notes", database=DATABASE) == []
        assert "text" in rack.refused("note", text="x" * 21)["text"]
