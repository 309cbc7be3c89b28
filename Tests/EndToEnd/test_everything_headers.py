"""What a modern client says in the head of a request besides its body."""

import base64

import pytest
from everything import LegacyClient, ModernClient
from schemas import LEGACY, MODERN

TOOL = "test_x_mcp_header"


def encoded(value: str) -> str:
    return f"=?base64?{base64.b64encode(value.encode()).decode()}?="


@pytest.fixture
def client(everything):
    with ModernClient(everything.port) as opened:
        yield opened


def mirror(client, arguments, **fields):
    given = {f"Mcp-Param-{name.replace('_', '-')}": value for name, value in fields.items()}
    return client.call(TOOL, arguments, fields=given)


def assert_refused(response):
    assert response.status == 400 and response.error["code"] == -32020, response.message
    assert response.error["message"] and response.message["id"]


ACCEPTED = [
    ({}, {}),
    (None, {}),
    ({"region": "eu"}, {"Region": "eu"}),
    ({"region": "eu"}, {"REGION": "eu"}),
    ({"region": "eu"}, {"region": " \t eu \t "}),
    ({"region": "eu"}, {"Region": encoded("eu")}),
    ({"region": "a b,c;d\"e"}, {"Region": "a b,c;d\"e"}),
    ({"region": " eu "}, {"Region": encoded(" eu ")}),
    ({"region": "\u20ac\n\0"}, {"Region": encoded("\u20ac\n\0")}),
    ({"region": ""}, {"Region": ""}),
    ({"region": ""}, {"Region": encoded("")}),
    ({"region": "SGVsbG8="}, {"Region": "SGVsbG8="}),
    ({"region": "=?base64?SGVsbG8="}, {"Region": "=?base64?SGVsbG8="}),
    ({"region": "SGVsbG8=?="}, {"Region": "SGVsbG8=?="}),
    ({"region": "Hello"}, {"Region": "=?base64?SGVsbG8=?="}),
    ({"region": "=?base64?SGVsbG8=?="}, {"Region": encoded("=?base64?SGVsbG8=?=")}),
    ({"count": 7}, {"Count": "7"}),
    ({"count": -7}, {"Count": "-7"}),
    ({"count": 0}, {"Count": "0"}),
    ({"count": 7.0}, {"Count": "7"}),
    ({"count": 9007199254740993}, {"Count": "9007199254740993"}),
    ({"count": 7}, {"Count": encoded("7")}),
    ({"dry_run": True}, {"Dry_Run": "true"}),
    ({"dry_run": False}, {"Dry_Run": "false"}),
    ({"region": "eu", "count": 1, "dry_run": True},
     {"Region": "eu", "Count": "1", "Dry_Run": "true"}),
]
REFUSED = [
    ({"region": "eu"}, {}),
    ({"region": ""}, {}),
    ({"count": 7}, {}),
    ({"dry_run": False}, {}),
    ({"region": "eu", "count": 1}, {"Region": "eu"}),
    ({"region": "eu"}, {"Region": "us"}),
    ({"region": "eu"}, {"Region": "EU"}),
    ({"region": "eu"}, {"Region": ""}),
    ({"region": "eu"}, {"Region": ["eu", "eu"]}),
    ({"region": "eu"}, {"Region": ["eu", "us"]}),
    ({"region": "Hello"}, {"Region": "SGVsbG8="}),
    ({"region": "Hello"}, {"Region": "=?base64?SGVsbG8="}),
    ({"region": "Hello"}, {"Region": "=?base64?SGVsbG8?="}),
    ({"region": "Hello"}, {"Region": "=?base64?SGVs!!!bG8=?="}),
    ({"region": "=?base64?SGVs!!!bG8=?="}, {"Region": "=?base64?SGVs!!!bG8=?="}),
    ({"region": "Hello"}, {"Region": "=?base64?SGVsbG8==?="}),
    ({"region": "Hello"}, {"Region": "=?base64?SGVsbG9=?="}),
    ({"region": "Hello"}, {"Region": "=?base64? SGVsbG8=?="}),
    ({"region": "??>"}, {"Region": "=?base64?Pz8-?="}),
    ({"region": "\ufffd"}, {"Region": "=?base64?/w==?="}),
    ({"region": "=?base64?SGVsbG8=?="}, {"Region": "=?base64?SGVsbG8=?="}),
    ({"count": 7}, {"Count": "8"}),
    ({"count": 7}, {"Count": "seven"}),
    ({"count": 7}, {"Count": ""}),
    ({"count": 9007199254740993}, {"Count": "9007199254740992"}),
    ({"dry_run": True}, {"Dry_Run": "false"}),
    ({"dry_run": True}, {"Dry_Run": "1"}),
    ({"dry_run": True}, {"Dry_Run": "yes"}),
]


@pytest.mark.parametrize("arguments, fields", ACCEPTED, ids=str)
def test_arguments_that_are_mirrored(client, arguments, fields):
    response = mirror(client, arguments, **fields)
    assert response.status == 200, response.message
    said = response.result["content"][0]["text"]
    assert not response.result.get("isError"), said
    assert (arguments or {}).get("region", "") in said


@pytest.mark.parametrize("arguments, fields", REFUSED, ids=str)
def test_arguments_that_are_not_mirrored(client, arguments, fields):
    assert_refused(mirror(client, arguments, **fields))
    assert client.text(TOOL)


def test_an_argument_that_is_null_is_not_mirrored(client):
    response = mirror(client, {"region": None})
    assert response.status == 200 and response.result["isError"], "it is no string either"


def test_headers_come_before_arguments_that_do_not_fit(client):
    assert_refused(mirror(client, {"region": "eu", "count": "x"}, Region="us", Count="x"))


@pytest.mark.parametrize("name", ["Mcp-Param-Unknown", "Mcp-Param-", "Mcp-Paramx"])
def test_headers_that_mirror_nothing_are_ignored(client, name):
    response = client.call(TOOL, {"region": "eu"}, fields={"Mcp-Param-Region": "eu", name: "x"})
    assert response.status == 200


@pytest.mark.parametrize("version", LEGACY)
def test_older_revisions_mirror_nothing(everything, version):
    with LegacyClient(everything.port, version) as client:
        for fields in ({}, {"Mcp-Param-Region": "us"}, {"Mcp-Name": "x", "Mcp-Method": "y"}):
            response = client.call(TOOL, {"region": "eu", "count": 7}, fields=fields)
            assert "eu" in response.result["content"][0]["text"]


NAMED = {
    "tools/call": {"name": "test_simple_text"},
    "prompts/get": {"name": "test_simple_prompt"},
    "resources/read": {"uri": "test://static-text"},
}


@pytest.mark.parametrize("method", NAMED)
class TestName:
    def ask(self, client, method, fields):
        return client.ask(method, NAMED[method], fields=fields)

    def test_is_needed_and_equals_the_body(self, client, method):
        (name,) = NAMED[method].values()
        for value in (None, "", "x", name.upper(), name + "x", [name, name], [name, "x"],
                      "=?base64?!?=", encoded(name)[:-3] + "?=", encoded("x")):
            assert_refused(self.ask(client, method, {"Mcp-Name": value}))
        for value in (name, f"  {name}\t", encoded(name)):
            assert self.ask(client, method, {"Mcp-Name": value}).status == 200
        fields = {"Mcp-Name": None, "mCP-nAME": name}
        assert self.ask(client, method, fields).status == 200

    def test_of_a_thing_that_is_not_there(self, client, method):
        (key,) = NAMED[method]
        for name in ("unknown", "\u20ac"):
            fields = {"Mcp-Name": encoded(name)}
            response = client.ask(method, {key: name}, fields=fields)
            assert response.error["code"] == -32602

    def test_method_is_needed_and_equals_the_body(self, client, method):
        for value in (None, "", "tools/list", method.upper(), [method, method], encoded(method)):
            assert_refused(self.ask(client, method, {"Mcp-Method": value}))
        fields = {"Mcp-Method": None, "mcp-method": f" {method} "}
        assert self.ask(client, method, fields).status == 200

    def test_version_is_needed_and_equals_the_body(self, client, method):
        for value in (None, "", LEGACY[0], "2031-01-01", [MODERN, MODERN], [MODERN, LEGACY[0]]):
            assert_refused(self.ask(client, method, {"MCP-Protocol-Version": value}))
        fields = {"MCP-Protocol-Version": None, "mcp-protocol-version": f"\t{MODERN} "}
        assert self.ask(client, method, fields).status == 200


def test_a_name_that_needs_no_header_may_have_none(client):
    for method in ("tools/list", "prompts/list", "resources/list", "server/discover"):
        assert client.ask(method).status == 200
    params = {
        "ref": {"type": "ref/prompt", "name": "test_prompt_with_arguments"},
        "argument": {"name": "arg1", "value": "p"},
    }
    assert client.ask("completion/complete", params).status == 200


def test_a_template_uri_that_is_not_ascii_needs_the_encoding(client):
    uri = "test://template/\u20ac/data"
    response = client.ask("resources/read", {"uri": uri}, fields={"Mcp-Name": encoded(uri)})
    assert response.status == 200 and response.result["contents"][0]["uri"] == uri
