"""What is listed, read, got and completed, on every revision."""

import pytest
from everything import (
    EVERYTHING, IMAGE, NO_ARGUMENTS, REVISIONS, TASKS, WITH_TASKS, ModernClient, configuration,
    connect,
)
from everything_clients import SCHEMA_TOOL
from schemas import LEGACY, MODERN
from toolrack import Toolrack

WITHOUT_ARGUMENTS = [
    "test_simple_text", "test_image_content", "test_audio_content", "test_embedded_resource",
    "test_multiple_content_types", "test_error_handling", "test_tool_with_progress",
    "test_tool_with_logging", "test_logging_tool", "test_reconnection",
    "test_elicitation_sep1034_defaults", "test_elicitation_sep1330_enums",
    "test_input_required_result_elicitation", "test_input_required_result_sampling",
    "test_input_required_result_list_roots", "test_input_required_result_request_state",
    "test_input_required_result_multiple_inputs", "test_input_required_result_multi_round",
    "test_input_required_result_tampered_state", "test_input_required_result_capabilities",
    "test_streaming_elicitation", "test_missing_capability", "test_trigger_tool_change",
    "test_trigger_prompt_change", "test_trigger_resource_change", "test_trigger_resource_update",
    "failing_job", "protocol_error_job", "multi_input", "test_tool_with_task",
]
WITH_ARGUMENTS = [
    "test_sampling", "test_elicitation", "test_x_mcp_header", "json_schema_2020_12_tool", "greet",
    "slow_compute", "confirm_delete",
]
PROMPTS = {
    "test_simple_prompt": [],
    "test_prompt_with_arguments": ["arg1", "arg2"],
    "test_prompt_with_embedded_resource": ["resourceUri"],
    "test_prompt_with_image": [],
    "test_input_required_result_prompt": [],
}
WATCHED = "test://watched-resource"
# The kind of contents, by URI, and what they are.
RESOURCES = {
    "test://static-text": (
        "text/plain", "text", "This is the content of the static text resource.",
    ),
    "test://static-binary": ("image/png", "blob", IMAGE),
    WATCHED: ("text/plain", "text", "Watched resource content"),
}
TEMPLATE = "test://template/{id}/data"
UNKNOWN = [
    "test://nothing", "test://static-text/", "TEST://static-text", "test://template//data",
    "test://template/1/2/data", "test://template/1/data/", "test://template/{id}", "other://thing",
    "test://dynamic-resource", "no uri at all",
]
COMPLETIONS = {
    "pa": ["paris", "park", "party"],
    "par": ["paris", "park", "party"],
    "part": ["party"],
    "": ["paris", "park", "party"],
    "Pa": [],
    "x": [],
    "partyy": [],
}
IDS = {"1": ["123", "124"], "12": ["123", "124"], "2": ["200"], "": ["123", "124", "200"], "9": []}
PROMPT_REF = {"type": "ref/prompt", "name": "test_prompt_with_arguments"}
TEMPLATE_REF = {"type": "ref/resource", "uri": TEMPLATE}


@pytest.fixture(params=REVISIONS)
def client(request, everything):
    with connect(everything.port, request.param, EVERYTHING) as opened:
        yield opened


def user(content: dict) -> dict:
    return {"role": "user", "content": content}


def text(content: str) -> dict:
    return {"type": "text", "text": content}


class TestTools:
    def test_all_are_listed_on_one_page(self, client):
        result = client.ask("tools/list").result
        assert "nextCursor" not in result
        names = [tool["name"] for tool in result["tools"]]
        assert sorted(names) == sorted(WITHOUT_ARGUMENTS + WITH_ARGUMENTS)
        assert names == client.names()
        for tool in result["tools"]:
            assert tool["description"] and tool["inputSchema"]["type"] == "object"
            assert (tool["inputSchema"] == NO_ARGUMENTS) == (tool["name"] in WITHOUT_ARGUMENTS)
            assert "execution" not in tool

    def test_the_first_answers_a_call_without_arguments(self, client):
        assert client.call(client.names()[0], {}).result["content"]

    def test_a_schema_goes_out_with_every_keyword(self, client):
        tools = {tool["name"]: tool for tool in client.ask("tools/list").result["tools"]}
        assert tools["json_schema_2020_12_tool"]["inputSchema"] == SCHEMA_TOOL
        annotated = [name for name, tool in tools.items() if "x-mcp-header" in str(tool)]
        assert annotated == ["test_x_mcp_header"]
        properties = tools["test_x_mcp_header"]["inputSchema"]["properties"]
        headers = {name: value["x-mcp-header"] for name, value in properties.items()}
        assert headers == {"region": "Region", "count": "Count", "dry_run": "Dry-Run"}
        assert set(properties["region"]) <= {"type", "description", "x-mcp-header"}

    def test_an_unknown_one(self, client):
        assert client.call("test_dynamic_tool").error["code"] == -32602


class TestPrompts:
    def test_all_are_listed(self, client):
        result = client.ask("prompts/list").result
        assert "nextCursor" not in result
        listed = {prompt["name"]: prompt for prompt in result["prompts"]}
        assert listed.keys() == PROMPTS.keys()
        for name, arguments in PROMPTS.items():
            assert listed[name]["description"]
            found = [(a["name"], a["required"]) for a in listed[name].get("arguments", [])]
            assert found == [(argument, True) for argument in arguments]

    @pytest.mark.parametrize("more", [{}, {"arguments": {}}], ids=["absent", "empty"])
    def test_without_arguments(self, client, more):
        result = client.ask("prompts/get", {"name": "test_simple_prompt", **more}).result
        assert result["messages"] == [user(text("This is a simple prompt for testing."))]
        result = client.ask("prompts/get", {"name": "test_prompt_with_image", **more}).result
        assert result["messages"] == [
            user({"type": "image", "data": IMAGE, "mimeType": "image/png"}),
            user(text("Please analyze the image above.")),
        ]

    def test_with_arguments(self, client):
        arguments = {"arg1": "it's \u20ac", "arg2": "\"\n"}
        params = {"name": "test_prompt_with_arguments", "arguments": arguments}
        expected = "Prompt with arguments: arg1='it's \u20ac', arg2='\"\n'"
        assert client.ask("prompts/get", params).result["messages"] == [user(text(expected))]

    def test_with_an_embedded_resource(self, client):
        params = {
            "name": "test_prompt_with_embedded_resource",
            "arguments": {"resourceUri": "test://any"},
        }
        resource = {
            "uri": "test://any",
            "mimeType": "text/plain",
            "text": "Embedded resource content for testing.",
        }
        assert client.ask("prompts/get", params).result["messages"] == [
            user({"type": "resource", "resource": resource}),
            user(text("Please process the embedded resource above.")),
        ]

    @pytest.mark.parametrize(
        "params",
        [
            {"name": "test_prompt_with_arguments"},
            {"name": "test_prompt_with_arguments", "arguments": {}},
            {"name": "test_prompt_with_arguments", "arguments": {"arg1": "a"}},
            {"name": "test_prompt_with_arguments", "arguments": {"arg1": "a", "arg2": 7}},
            {"name": "test_prompt_with_arguments", "arguments": {"arg1": "a", "arg2": None}},
            {"name": "test_prompt_with_arguments", "arguments": ["a", "b"]},
            {"name": "test_simple_prompt", "arguments": "none"},
            {"name": "test_dynamic_prompt"},
            {"name": "test_simple_text"},
            {"name": "no such prompt"},
        ],
        ids=str,
    )
    def test_a_get_that_cannot_be_served(self, client, params):
        assert client.ask("prompts/get", params).error["code"] == -32602


class TestResources:
    def test_all_are_listed(self, client):
        result = client.ask("resources/list").result
        assert "nextCursor" not in result
        listed = result["resources"]
        assert {r["uri"]: r["mimeType"] for r in listed} == {
            uri: kind for uri, (kind, _, _) in RESOURCES.items()
        }
        assert listed[0]["uri"] == "test://static-text"
        assert all(r["name"] == r["uri"].removeprefix("test://") for r in listed)
        assert all(r["description"] for r in listed)

    def test_templates_have_a_list_of_their_own(self, client):
        (template,) = client.ask("resources/templates/list").result["resourceTemplates"]
        assert template["uriTemplate"] == TEMPLATE and template["name"] == "template"
        assert template["mimeType"] == "application/json" and template["description"]

    @pytest.mark.parametrize("uri", RESOURCES)
    def test_a_read(self, client, uri):
        mime_type, member, content = RESOURCES[uri]
        (entry,) = client.ask("resources/read", {"uri": uri}).result["contents"]
        if uri == WATCHED:
            assert entry[member].startswith(content)
            entry[member] = content
        assert entry == {"uri": uri, "mimeType": mime_type, member: content}

    @pytest.mark.parametrize(
        "segment, id",
        [
            ("123", "123"), ("a%20b", "a b"), ("%E2%82%AC", "\u20ac"), ("-._~", "-._~"),
            ("%22", '\\"'),
        ],
    )
    def test_a_read_of_a_template(self, client, segment, id):
        uri = TEMPLATE.replace("{id}", segment)
        result = client.ask("resources/read", {"uri": uri}).result
        expected = f'{{"id":"{id}","templateTest":true,"data":"Data for ID: {id}"}}'
        entry = {"uri": uri, "mimeType": "application/json", "text": expected}
        assert result["contents"] == [entry]

    @pytest.mark.parametrize("uri", UNKNOWN)
    def test_one_that_is_not_there(self, client, uri):
        error = client.ask("resources/read", {"uri": uri}).error
        assert error["code"] == (-32602 if client.revision == MODERN else -32002)
        assert error["data"]["uri"] == uri

    @pytest.mark.parametrize("params", [{}, {"uri": 7}, {"uri": None}], ids=str)
    def test_a_read_without_a_uri(self, client, params):
        response = client.ask("resources/read", params, fields={"Mcp-Name": None})
        assert response.error["code"] in (-32602, *[-32020] * (client.revision == MODERN))


class TestCompletion:
    def complete(self, client, ref, name, value) -> dict:
        params = {"ref": ref, "argument": {"name": name, "value": value}}
        return client.ask("completion/complete", params).result["completion"]

    @pytest.mark.parametrize("ref, name, expected", [
        (PROMPT_REF, "arg1", COMPLETIONS), (TEMPLATE_REF, "id", IDS),
    ], ids=["prompt", "template"])
    def test_values_that_begin_so(self, client, ref, name, expected):
        for value, values in expected.items():
            assert self.complete(client, ref, name, value) == {
                "values": values, "total": len(values), "hasMore": False,
            }

    @pytest.mark.parametrize("ref, name", [
        (PROMPT_REF, "arg2"), (PROMPT_REF, "arg3"), (TEMPLATE_REF, "other"),
        ({"type": "ref/prompt", "name": "test_simple_prompt"}, "any"),
        ({"type": "ref/prompt", "name": "test_prompt_with_embedded_resource"}, "resourceUri"),
    ], ids=str)
    def test_another_argument_has_no_values(self, client, ref, name):
        expected = {"values": [], "total": 0, "hasMore": False}
        assert self.complete(client, ref, name, "pa") == expected

    @pytest.mark.parametrize("params", [
        {"ref": {"type": "ref/prompt", "name": "none"}, "argument": {"name": "a", "value": ""}},
        {"ref": {"type": "ref/prompt", "name": "test_dynamic_prompt"},
         "argument": {"name": "a", "value": ""}},
        {"ref": {"type": "ref/resource", "uri": "test://none"},
         "argument": {"name": "a", "value": ""}},
        {"ref": {"type": "ref/tool", "name": "greet"}, "argument": {"name": "a", "value": ""}},
        {"ref": {"type": "ref/prompt"}, "argument": {"name": "a", "value": ""}},
        {"ref": PROMPT_REF, "argument": {"name": "arg1"}},
        {"ref": PROMPT_REF, "argument": {"name": 1, "value": ""}},
        {"ref": PROMPT_REF},
        {"argument": {"name": "a", "value": ""}},
        {},
    ], ids=str)
    def test_what_cannot_be_completed(self, client, params):
        assert client.ask("completion/complete", params).error["code"] == -32602

    def test_with_a_context(self, client):
        params = {
            "ref": PROMPT_REF,
            "argument": {"name": "arg1", "value": "park"},
            "context": {"arguments": {"arg2": "x"}},
        }
        assert client.ask("completion/complete", params).result["completion"]["values"] == ["park"]


class TestCapabilities:
    EXPECTED = {
        "tools": {"listChanged": True},
        "prompts": {"listChanged": True},
        "resources": {"subscribe": True, "listChanged": True},
        "logging": {},
        "completions": {},
    }

    @pytest.mark.parametrize("version", LEGACY)
    def test_of_a_handshake(self, everything, version):
        with connect(everything.port, version, WITH_TASKS) as client:
            assert client.initialized["capabilities"] == self.EXPECTED
            assert client.initialized["protocolVersion"] == version

    def test_of_discovery(self, everything):
        with ModernClient(everything.port) as client:
            result = client.ask("server/discover").result
        extensions = {"extensions": {TASKS: {}}}
        assert result["capabilities"] == {**self.EXPECTED, **extensions}
        assert result["supportedVersions"] == [MODERN]

    def test_tasks_are_behind_a_switch(self, everything_rack):
        rack = everything_rack(tasks=False)
        with ModernClient(rack.port, WITH_TASKS) as client:
            assert client.ask("server/discover").result["capabilities"] == self.EXPECTED
            response = client.ask("tasks/get", {"taskId": "any"})
            assert response.status == 404 and response.error["code"] == -32601
            result = client.call("slow_compute", {"seconds": 0}).result
            assert result["resultType"] == "complete" and result["content"]


LISTS = {
    "tools/list": "tools",
    "prompts/list": "prompts",
    "resources/list": "resources",
    "resources/templates/list": "resourceTemplates",
}


@pytest.fixture(scope="module")
def paged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paged")
    with Toolrack(folder, configuration(folder, pageSize=2)) as running:
        yield running


class TestPages:
    @pytest.mark.parametrize("revision", REVISIONS)
    @pytest.mark.parametrize("method", LISTS)
    def test_follow_their_cursors(self, paged, everything, revision, method):
        with connect(everything.port, revision) as client:
            whole = client.ask(method).result[LISTS[method]]
        pages = []
        with connect(paged.port, revision) as client:
            cursor = None
            while cursor is not None or not pages:
                result = client.ask(method, {"cursor": cursor} if cursor else {}).result
                assert 0 < len(result[LISTS[method]]) <= 2
                pages.append(result)
                cursor = result.get("nextCursor")
        assert [item for page in pages for item in page[LISTS[method]]] == whole
        assert len({page.get("cacheScope") for page in pages}) == 1

    @pytest.mark.parametrize("revision", REVISIONS)
    @pytest.mark.parametrize("cursor", ["invented", "MTI", "\u20ac", 7, {}], ids=repr)
    def test_a_cursor_that_nobody_gave(self, paged, revision, cursor):
        with connect(paged.port, revision) as client:
            for method in LISTS:
                assert client.ask(method, {"cursor": cursor}).error["code"] == -32602

    @pytest.mark.parametrize("revision", REVISIONS)
    def test_a_cursor_of_another_list(self, paged, revision):
        with connect(paged.port, revision) as client:
            cursor = client.ask("tools/list").result["nextCursor"]
            assert client.ask("prompts/list", {"cursor": cursor}).error["code"] == -32602

    def test_a_cursor_from_before_a_change(self, paged):
        with ModernClient(paged.port) as client:
            cursor = client.ask("tools/list").result["nextCursor"]
            stream = client.listen(toolsListChanged=True)
            for refused in (True, False):
                client.call("test_trigger_tool_change")
                assert stream.message()["method"] == "notifications/tools/list_changed"
                message = client.ask("tools/list", {"cursor": cursor}).message
                assert refused == (message.get("error", {}).get("code") == -32602)


def test_results_say_how_long_they_hold(everything):
    with ModernClient(everything.port) as client:
        for method in (*LISTS, "server/discover"):
            result = client.ask(method).result
            assert type(result["ttlMs"]) is int and result["ttlMs"] >= 0
            assert result["cacheScope"] in ("public", "private")
        result = client.ask("resources/read", {"uri": WATCHED}).result
        assert type(result["ttlMs"]) is int and result["cacheScope"] in ("public", "private")
