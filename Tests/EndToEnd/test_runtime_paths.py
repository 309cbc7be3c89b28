"""The places where MCP is served: those of AgentCore's contracts, and whatever is configured."""

import json
from urllib.parse import quote, urlsplit

import pytest
import schemas
from toolrack import PLUGINS, Toolrack, plugin_folder, run, write_configuration
from wire import Connection, envelope, get, initialize, modern_fields, request

ARN = "arn:aws:bedrock-agentcore:eu-central-1:123456789012:runtime/lark-AbCdEf1234"
DATA_PLANE = f"/runtimes/{quote(ARN, safe='')}/invocations"
PATHS = ["/mcp", "/invocations", "/runtimes/*/invocations"]
SERVED = [
    "/mcp", "/invocations", "/runtimes/x/invocations", DATA_PLANE,
    f"{DATA_PLANE}?qualifier=DEFAULT",
]
WELL_KNOWN = "/.well-known/oauth-protected-resource"


def rack_with(folder, **configuration) -> Toolrack:
    plugins = plugin_folder(folder, PLUGINS / "echo.so")
    return Toolrack(folder, {"plugins": str(plugins), **configuration})


@pytest.fixture(scope="module")
def rack(tmp_path_factory):
    with rack_with(tmp_path_factory.mktemp("paths"), paths=PATHS) as running:
        yield running


def modern(rack, path, method="tools/list", params=None, fields=None):
    params = {**(params or {}), "_meta": envelope()}
    with Connection(rack.port) as connection:
        all_fields = {**modern_fields(method, params), **(fields or {})}
        response = connection.post(request(method, params), all_fields, path=path)
    schemas.check_all(response.messages, schemas.MODERN, method)
    return response


@pytest.mark.parametrize("path", SERVED)
class TestServed:
    def test_in_the_modern_era(self, rack, path):
        assert modern(rack, path).result["tools"]
        params = {"name": "echo_text", "arguments": {"text": "hello"}}
        assert modern(rack, path, "tools/call", params).result["content"][0]["text"] == "hello"

    @pytest.mark.parametrize("version", schemas.LEGACY)
    def test_in_the_legacy_era(self, rack, path, version):
        with Connection(rack.port) as connection:
            first = connection.post(request("initialize", initialize(version)), path=path)
            assert first.result["protocolVersion"] == version
            # What a platform passes on has no field but those of the contract.
            response = connection.post(request("tools/list", {}), path=path)
            assert response.result["tools"]

    def test_other_names_and_origins_are_refused(self, rack, path):
        assert modern(rack, path, fields={"Origin": "http://evil.example"}).status == 403
        assert get(rack.port, path, {"Host": "evil.example"}).status == 421

    def test_methods(self, rack, path):
        assert get(rack.port, path, method="DELETE").status == 405
        assert get(rack.port, path, {"Accept": "text/html"}).status == 406


@pytest.mark.parametrize(
    "path",
    [
        "/", "/mcp/", "/Mcp", "/mcp/x", "/invocations/", "/runtimes//invocations",
        "/runtimes/a/b/invocations", "/runtimes/a/invocations/b", "/runtimes/invocations",
        "/runtimes/a%2Finvocations", f"/x{DATA_PLANE}",
    ],
)
def test_what_is_served_nowhere(rack, path):
    response = modern(rack, path)
    assert response.status == 404
    assert all(served.encode() in response.body for served in PATHS)


def test_mcp_is_served_at_mcp_unless_the_configuration_says_otherwise(tmp_path):
    (tmp_path / "without").mkdir()
    with rack_with(tmp_path) as rack:
        assert modern(rack, "/mcp").status == 200
        assert modern(rack, "/invocations").status == 404
    with rack_with(tmp_path / "without", paths=["/tools/v1"]) as rack:
        assert modern(rack, "/tools/v1").status == 200
        assert modern(rack, "/mcp").status == 404


@pytest.mark.parametrize(
    "paths",
    [
        [], "/mcp", ["mcp"], [""], ["/mcp?x"], ["/mcp#x"], ["/a b"], ["/a//b"], ["/mcp/"],
        ["/a/../b"], ["/./a"], ["/mcp", "/*"], ["/*/invocations"], ["/runtimes/*/invocations"],
        ["/mcp", "/runtimes/x*/invocations"], ["/health"], ["/ping"], ["/.well-known/x"],
        ["/%4"], ["/%zz"], ["/ü"], ["/mcp"] * 17, ["/" + "x" * 256], [7],
    ],
    ids=str,
)
def test_wrong_paths_are_told(tmp_path, paths):
    configuration = {"paths": paths, "plugins": str(plugin_folder(tmp_path))}
    path = write_configuration(tmp_path, configuration)
    result = run("serve", "--config", path, "--listen", "127.0.0.1:0", cwd=tmp_path)
    assert result.returncode == 78
    assert "paths" in result.stderr and "must be" in result.stderr


JWT = {
    "discoveryUrl": "http://127.0.0.1:9/.well-known/openid-configuration",
    "allowedAudience": ["x"],
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A server that asks for tokens."""
    folder = tmp_path_factory.mktemp("guarded")
    with rack_with(folder, paths=PATHS, access={"jwt": JWT}) as running:
        yield running


class TestMetadata:
    """RFC 9728: each place is a resource of its own, unless the configuration names one."""

    @pytest.mark.parametrize("path", SERVED)
    def test_a_refusal_names_those_of_its_path(self, guarded, path):
        origin = f"http://127.0.0.1:{guarded.port}"
        bare = path.partition("?")[0]
        response = modern(guarded, path, fields={"Host": f"127.0.0.1:{guarded.port}"})
        assert response.status == 401
        where = f"{origin}{WELL_KNOWN}{bare}"
        assert f'resource_metadata="{where}"' in response.fields["www-authenticate"]
        found = get(guarded.port, urlsplit(where).path, {"Host": urlsplit(where).netloc})
        assert found.status == 200
        assert json.loads(found.body)["resource"] == f"{origin}{bare}"

    def test_without_a_path_they_are_those_of_the_first(self, guarded):
        found = get(guarded.port, WELL_KNOWN)
        assert json.loads(found.body)["resource"] == "http://127.0.0.1/mcp"

    @pytest.mark.parametrize("path", ["/", "/health", "/nothing", "x", "/runtimes/x"])
    def test_other_places_have_none(self, guarded, path):
        assert get(guarded.port, WELL_KNOWN + path).status == 404

    def test_a_configured_resource_is_the_only_one(self, tmp_path):
        resource = "https://tools.example.com/gateway/mcp"
        access = {"jwt": JWT, "resource": resource}
        with rack_with(tmp_path, paths=PATHS, access=access) as rack:
            where = f"https://tools.example.com{WELL_KNOWN}/gateway/mcp"
            for path in SERVED:
                refused = modern(rack, path)
                assert refused.status == 401
                assert f'resource_metadata="{where}"' in refused.fields["www-authenticate"]
            for path in ("", "/gateway/mcp", "/mcp", DATA_PLANE):
                found = get(rack.port, WELL_KNOWN + path)
                assert json.loads(found.body)["resource"] == resource

    def test_an_own_issuer_gives_tokens_for_the_first_path(self, tmp_path):
        clients = tmp_path / "clients.json"
        assert run("client", "add", "agent", "--clients", clients, "--secret").returncode == 0
        access = {"clients": str(clients), "issuer": {"url": "http://127.0.0.1:1"}}
        with rack_with(tmp_path, paths=["/invocations", "/mcp"], access=access) as rack:
            found = json.loads(get(rack.port, WELL_KNOWN).body)
            assert found["resource"] == "http://127.0.0.1:1/invocations"
