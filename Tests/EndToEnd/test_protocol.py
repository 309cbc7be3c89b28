"""Both eras on one endpoint, message by message; the schemas check whatever comes back."""

import json

import pytest
import schemas
from toolrack import PLUGINS, Toolrack, plugin_folder
from wire import LEGACY, MODERN, Connection, envelope, get, initialize, modern_fields, request

LISTS = {
    "tools/list": "tools",
    "prompts/list": "prompts",
    "resources/list": "resources",
    "resources/templates/list": "resourceTemplates",
}
REMOVED = ["initialize", "ping", "logging/setLevel", "resources/subscribe", "no/such"]
VERSION_KEY = "io.modelcontextprotocol/protocolVersion"
CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities"


@pytest.fixture
def connection(rack):
    with Connection(rack.port) as opened:
        yield opened


@pytest.mark.skipif(not schemas.ARE_PRESENT, reason=schemas.WHY_ABSENT)
def test_messages_are_checked_against_the_published_schemas():
    with pytest.raises(AssertionError, match="resultType"):
        schemas.check({"content": []}, MODERN, "CallToolResult")
    schemas.check({"content": [], "resultType": "complete"}, MODERN, "CallToolResult")


class TestModern:
    def test_discover(self, connection):
        result = connection.modern("server/discover").result
        assert MODERN in result["supportedVersions"]
        assert "tools" in result["capabilities"]
        assert result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "toolrack"

    @pytest.mark.parametrize("method", LISTS)
    def test_lists(self, connection, method):
        result = connection.modern(method).result
        assert isinstance(result[LISTS[method]], list)
        assert result["resultType"] == "complete"

    def test_the_order_of_tools_is_deterministic(self, connection):
        orders = [
            [tool["name"] for tool in connection.modern("tools/list").result["tools"]]
            for _ in range(3)
        ]
        assert orders[0] == orders[1] == orders[2] and len(set(orders[0])) == len(orders[0])

    def test_call(self, connection):
        params = {"name": "echo_add", "arguments": {"a": 1, "b": 2}}
        response = connection.modern("tools/call", params)
        assert response.status == 200 and "3" in response.result["content"][0]["text"]

    @pytest.mark.parametrize("id", [0, -1, 2**53 + 1, "", "one", "\u20ac\n"])
    def test_the_id_comes_back_as_it_was(self, connection, id):
        assert connection.modern("tools/list", id=id).message["id"] == id

    @pytest.mark.parametrize("missing", [VERSION_KEY, CAPABILITIES_KEY])
    def test_an_envelope_without_a_required_key(self, connection, missing):
        meta = {key: value for key, value in envelope().items() if key != missing}
        response = connection.post(
            request("tools/list", {"_meta": meta}), modern_fields("tools/list", {})
        )
        assert response.status == 400 and response.error["code"] in (-32602, -32020)
        schemas.check_all(response.messages, MODERN, "tools/list")

    @pytest.mark.parametrize(
        "fields",
        [
            {"MCP-Protocol-Version": None},
            {"MCP-Protocol-Version": "2025-11-25"},
            {"Mcp-Method": None},
            {"Mcp-Method": "tools/list"},
            {"Mcp-Method": "TOOLS/CALL"},
            {"Mcp-Name": None},
            {"Mcp-Name": "echo_add"},
            {"Mcp-Name": "=?base64?!?="},
        ],
        ids=str,
    )
    def test_headers_that_do_not_match_the_body(self, connection, fields):
        params = {"name": "echo_text", "arguments": {"text": "a"}}
        response = connection.modern("tools/call", params, fields=fields)
        assert response.status == 400 and response.error["code"] == -32020

    def test_a_name_in_base64_is_decoded(self, connection):
        params = {"name": "echo_text", "arguments": {"text": "a"}}
        fields = {"Mcp-Name": "=?base64?ZWNob190ZXh0?="}
        assert connection.modern("tools/call", params, fields=fields).status == 200

    def test_a_version_that_is_not_supported(self, connection):
        response = connection.modern(
            "tools/list",
            meta={VERSION_KEY: "2031-01-01"},
            fields={"MCP-Protocol-Version": "2031-01-01"},
        )
        assert response.status == 400 and response.error["code"] == -32022
        assert response.error["data"]["requested"] == "2031-01-01"
        assert MODERN in response.error["data"]["supported"]

    @pytest.mark.parametrize("method", REMOVED)
    def test_a_method_that_is_not_there(self, connection, method):
        response = connection.modern(method)
        assert response.status == 404 and response.error["code"] == -32601

    @pytest.mark.parametrize(
        "params",
        [
            {"name": "no_such_tool"},
            {"name": ""},
            {"name": 7},
            {},
            {"name": "echo_text", "arguments": []},
            {"name": "echo_text", "arguments": "text"},
        ],
        ids=json.dumps,
    )
    def test_a_call_that_is_malformed(self, connection, params):
        fields = {"Mcp-Name": params["name"]} if isinstance(params.get("name"), str) else {}
        response = connection.modern("tools/call", params, fields={"Mcp-Name": None, **fields})
        assert response.status == 400 and response.error["code"] in (-32602, -32020)

    def test_a_cursor_that_nobody_gave(self, connection):
        response = connection.modern("tools/list", {"cursor": "invented"})
        assert response.error["code"] == -32602

    def test_a_wrong_argument_is_the_tools_error(self, connection):
        params = {"name": "echo_text", "arguments": {"text": 7}}
        result = connection.modern("tools/call", params).result
        assert result["isError"] and "text" in result["content"][0]["text"]


@pytest.mark.parametrize("version", LEGACY)
class TestLegacy:
    def test_initialize(self, connection, version):
        result = connection.legacy(version, "initialize", initialize(version)).result
        assert result["protocolVersion"] == version
        assert result["serverInfo"]["name"] == "toolrack"
        accepted = connection.legacy(version, "notifications/initialized", notification=True)
        assert accepted.status == 202 and accepted.body == b""

    @pytest.mark.parametrize("method", LISTS)
    def test_lists(self, connection, version, method):
        assert isinstance(connection.legacy(version, method).result[LISTS[method]], list)

    def test_call(self, connection, version):
        params = {"name": "echo_text", "arguments": {"text": "old"}}
        result = connection.legacy(version, "tools/call", params).result
        assert result["content"][0]["text"] == "old" and "resultType" not in result

    def test_ping(self, connection, version):
        assert connection.legacy(version, "ping").result == {}

    def test_any_session_id_is_served(self, connection, version):
        fields = {"Mcp-Session-Id": "issued-by-a-gateway"}
        assert connection.legacy(version, "tools/list", fields=fields).status == 200

    def test_a_method_that_is_not_there(self, connection, version):
        assert connection.legacy(version, "no/such").error["code"] == -32601


def test_initialize_with_an_unknown_version_names_the_latest_legacy_one(connection):
    params = initialize("2024-01-01")
    result = connection.legacy("2025-11-25", "initialize", params).result
    assert result["protocolVersion"] == "2025-11-25"


def test_a_batch_is_served_where_the_revision_has_batches(connection):
    batch = [request("ping", id=1), request("tools/list", id="two"), request("no/such", id=3)]
    response = connection.post(batch, {"MCP-Protocol-Version": "2025-03-26"})
    answers = {m["id"]: m for m in response.messages[0]}
    assert set(answers) == {1, "two", 3}
    assert answers[1]["result"] == {} and answers[3]["error"]["code"] == -32601


@pytest.mark.parametrize("version", LEGACY[:2])
def test_a_batch_is_refused_elsewhere(connection, version):
    response = connection.post([request("ping")], {"MCP-Protocol-Version": version})
    assert response.status == 400 and response.error["code"] == -32600


BAD_BODIES = {
    "no JSON": (b"{", -32700),
    "nothing": (b"", -32700),
    "two values": (b"{} {}", -32700),
    "not UTF-8": (b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', -32700),
    "a byte order mark": (b'\xef\xbb\xbf{"jsonrpc":"2.0","id":1,"method":"ping"}', -32700),
    "a repeated key": (b'{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', (-32700, -32600)),
    "too deep": (b"[" * 100_000, (-32700, -32600)),
    "a number": (b"7", -32600),
    "a string": (b'"ping"', -32600),
    "no jsonrpc": (b'{"id":1,"method":"ping"}', -32600),
    "jsonrpc 1.0": (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600),
    "no method": (b'{"jsonrpc":"2.0","id":1}', -32600),
    "a method that is no string": (b'{"jsonrpc":"2.0","id":1,"method":7}', -32600),
    "a null id": (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600),
    "a fractional id": (b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600),
    "an object as id": (b'{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600),
}


@pytest.mark.parametrize("case", BAD_BODIES)
def test_a_body_that_is_no_message(connection, case):
    body, expected = BAD_BODIES[case]
    response = connection.post(body)
    assert response.status == 400
    codes = expected if isinstance(expected, tuple) else (expected,)
    assert response.error["code"] in (*codes, -32602) and response.error["message"]
    schemas.check_all(response.messages, MODERN, "ping")
    assert connection.modern("tools/list").status == 200


def test_params_that_are_no_object(connection):
    response = connection.post({**request("ping"), "params": "x"})
    assert response.status in (200, 400) and response.error["code"] == -32602
    assert "params" in response.error["message"]


def test_both_eras_share_one_connection(connection):
    for _ in range(3):
        assert connection.modern("tools/list").result["resultType"] == "complete"
        assert "resultType" not in connection.legacy("2025-06-18", "tools/list").result


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1.evil.example"])
def test_a_foreign_origin_is_refused(connection, origin):
    assert connection.modern("tools/list", fields={"Origin": origin}).status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80"])
def test_a_foreign_host_is_refused(connection, host):
    response = connection.post(request("ping"), host=host)
    assert 400 <= response.status < 500


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080"])
def test_a_local_host_is_accepted(connection, host):
    assert connection.post(request("ping"), host=host).status == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "HEAD", "BREW"])
def test_another_method_is_not_allowed(rack, method):
    with Connection(rack.port) as connection:
        head = f"{method} /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"
        connection.send(head.encode())
        status = int(connection._until(b"\r\n").split()[1])
        assert status in (405, 501)


def test_another_path_is_not_found(rack):
    assert get(rack.port, "/nothing").status == 404


@pytest.mark.parametrize(
    "fields, expected",
    [({"Content-Type": "text/plain"}, (400, 415)), ({"Accept": "text/html"}, (400, 406))],
    ids=str,
)
def test_a_media_type_that_does_not_fit(connection, fields, expected):
    assert connection.post(request("ping"), fields).status in expected


def test_health(rack):
    response = get(rack.port, "/health")
    value = json.loads(response.body)
    assert response.status == 200 and value["status"] == "ok"
    assert {p["name"]: p["state"] for p in value["plugins"]}.keys() >= {"echo", "lark"}


def test_ping(rack):
    response = get(rack.port, "/ping")
    value = json.loads(response.body)
    assert response.status == 200 and value["status"] == "Healthy"
    assert isinstance(value["time_of_last_update"], int)


@pytest.mark.parametrize("method", list(LISTS)[1:])
def test_lists_are_empty_where_no_plugin_supplies_any(tmp_path, method):
    plugins = plugin_folder(tmp_path, PLUGINS / "echo.so")
    with Toolrack(tmp_path, {"plugins": str(plugins)}) as rack:
        with Connection(rack.port) as connection:
            assert connection.modern(method).result[LISTS[method]] == []
            assert connection.legacy("2025-11-25", method).result[LISTS[method]] == []
