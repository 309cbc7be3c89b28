"""What health checks may ask, and what of the plugins others than those let in are told."""

import json

import pytest
from test_access_keys import add
from toolrack import FIXTURES, ROOT, Toolrack, plugin_folder, subprocess
from wire import get

METADATA = "/.well-known/oauth-protected-resource"
PROBES = ["/health", "/ping"]
DISCOVERY = "http://127.0.0.1:1/.well-known/openid-configuration"


@pytest.fixture(scope="module")
def rack(tmp_path_factory):
    """Has a plugin that works and one that does not, whose reason is nobody's business."""
    folder = tmp_path_factory.mktemp("rack")
    keys = {name: add(folder, name) for name in ("agent", "reader")}
    plugins = plugin_folder(folder, FIXTURES / "mirror.so", FIXTURES / "bad_names.so")
    policy = [
        {"name": "all", "clients": ["agent"], "plugins": ["*"]},
        {"name": "nothing", "clients": ["reader"], "tools": ["no_such_tool"]},
    ]
    access = {
        "clients": str(folder / "clients.json"),
        "jwt": {"discoveryUrl": DISCOVERY, "allowedClients": ["x"]},
        "policy": policy,
    }
    with Toolrack(folder, {"plugins": str(plugins), "access": access}) as rack:
        rack.keys = keys
        yield rack


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Authorization": "Bearer toolrack_wrong"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer a.b.c"},
        {"X-API-Key": "x"},
    ],
    ids=["nothing", "a wrong key", "no bearer", "a wrong token", "no key"],
)
def test_strangers_are_told_the_status_and_nothing_else(rack, fields):
    response = get(rack.port, "/health", fields)
    assert response.status == 200
    assert json.loads(response.body) == {"status": "degraded"}


def test_who_is_let_in_is_told_what_it_may_know_of(rack):
    def report(name):
        fields = {"Authorization": f"Bearer {rack.keys[name]}"}
        return json.loads(get(rack.port, "/health", fields).body)

    # Of a plugin that did not load the policy says nothing, so nobody's view has it.
    agent = report("agent")
    assert agent["status"] == "degraded" and "version" in agent
    assert [plugin["name"] for plugin in agent["plugins"]] == ["mirror"]
    assert report("reader")["plugins"] == []


def test_without_a_policy_who_is_let_in_is_told_all(tmp_path):
    key = add(tmp_path, "agent")
    plugins = plugin_folder(tmp_path, FIXTURES / "mirror.so", FIXTURES / "bad_names.so")
    access = {"clients": str(tmp_path / "clients.json")}
    with Toolrack(tmp_path, {"plugins": str(plugins), "access": access}) as rack:
        for fields in ({"X-API-Key": key}, {"Authorization": f"Bearer {key}"}):
            report = json.loads(get(rack.port, "/health", fields).body)
            assert [plugin["name"] for plugin in report["plugins"]] == ["bad_names", "mirror"]
            assert report["plugins"][0]["error"]
        assert json.loads(get(rack.port, "/health").body) == {"status": "degraded"}


def test_a_listener_for_all_tells_nobody_who_the_plugins_are(tmp_path):
    plugins = plugin_folder(tmp_path, FIXTURES / "mirror.so")
    settings = {"plugins": str(plugins), "access": "none"}
    # The last address counts.
    with Toolrack(tmp_path, settings, arguments=("--listen", "0.0.0.0:0")) as rack:
        assert json.loads(get(rack.port, "/health").body) == {"status": "ok"}


@pytest.mark.parametrize("path", PROBES)
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:8080", "10.0.3.17:8080", "[fd00::1]:8080"]
)
def test_probes_may_name_the_server_by_any_address(rack, path, host):
    assert get(rack.port, path, {"Host": host}).status == 200


@pytest.mark.parametrize("path", [*PROBES, METADATA, f"{METADATA}/mcp"])
def test_pages_of_other_sites_are_told_nothing(rack, path):
    assert get(rack.port, path, {"Host": "rebound.example"}).status == 421
    for origin in ("https://evil.example", "null"):
        assert get(rack.port, path, {"Origin": origin}).status == 403
    assert get(rack.port, path, {"Origin": "http://localhost:3000"}).status == 200


@pytest.mark.parametrize("path", [METADATA, f"{METADATA}/mcp"])
def test_other_documents_are_served_under_names_of_ours_only(rack, path):
    assert get(rack.port, path, {"Host": "10.0.3.17:8080"}).status == 421
    assert get(rack.port, path, {"Host": f"localhost:{rack.port}"}).status == 200


def test_the_container_finds_itself_healthy(rack):
    probe = [ROOT / "deploy/toolrack-health"]
    for port, status in ((rack.port, 0), (1, 1)):
        result = subprocess.run(probe, env={"TOOLRACK_PORT": str(port)}, capture_output=True)
        assert result.returncode == status
